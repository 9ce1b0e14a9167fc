/** The commands with an argument in the reader. */
import {rfcNumber} from '../../rfc/typed-number.ts';
import type {WordCommand} from '../palette/commands.ts';
import {sectionNumbered} from './document.ts';
import {followReference} from './follow.ts';
import type {ReaderScene} from './reader-scene.ts';
import {noSearch} from './reader-state.ts';
import {placeOf, start} from './rows.ts';
import {matchesOf, matchFrom, rowOfMatch} from './search.ts';

export function readerCommands(scene: ReaderScene): readonly WordCommand[] {
	const {state, rows, offset, dispatch} = scene;
	return [
		{
			word: 'search',
			argument: 'WORDS',
			label: 'the next place with these words',
			run(words) {
				const matches = matchesOf(rows, words);
				const at = matches.starts.length === 0 ? -1 : matchFrom(matches, offset);
				const to = at < 0 ? undefined : placeOf(rows, rowOfMatch(matches, at));
				dispatch({type: 'search', search: {...noSearch, text: words, at, from: start}, to});
			},
		},
		{
			word: 'section',
			argument: 'NUMBER',
			label: 'go to a section',
			against: number => (sectionNumbered(state.document, number) === undefined ? 'not in this document' : undefined),
			run: section => followReference(scene, {section}),
		},
		{
			word: 'read',
			argument: 'NUMBER',
			label: 'read another RFC',
			against: number => (rfcNumber(number) === undefined ? 'no number' : undefined),
			run(number) {
				const rfc = rfcNumber(number);
				if (rfc !== undefined) followReference(scene, {rfc});
			},
		},
	];
}

/** Commands with an argument on the peer's screen. */
import {rfcNumber} from '../../rfc/typed-number.ts';
import {keyOf} from '../keys.ts';
import {peerTabs} from '../layout/peer.ts';
import {submitForm} from '../peer/peer-forms.ts';
import type {PeerScene} from '../peer/peer-scene.ts';
import {wantOrChoose} from '../peer/result-acts.ts';
import type {WordCommand} from './commands.ts';

const noNumber = (text: string): string | undefined => (rfcNumber(text) === undefined ? 'no RFC number' : undefined);

export function peerCommands(scene: PeerScene): readonly WordCommand[] {
	const {peer, view, models, tasks, dispatch} = scene;
	const isLive = peer.index() !== undefined;
	const isListed = isLive || (view.below?.answer ?? view.answer)?.kind === 'all';
	const {sorts} = models.library ?? models.results;
	const has = (text: string): boolean => peer.has(rfcNumber(text) ?? 0);
	return [
		{
			word: 'get',
			argument: 'NUMBER',
			label: 'get that RFC from a holder',
			against: text => noNumber(text) ?? (has(text) ? 'it is here already' : undefined),
			run: text => submitForm(scene, {kind: 'get', text}),
		},
		{
			word: 'lookup',
			argument: 'NUMBER',
			label: 'who has that RFC',
			against: noNumber,
			run: text => submitForm(scene, {kind: 'lookup', text}),
		},
		{
			word: 'read',
			argument: 'NUMBER',
			label: 'read that RFC',
			against: text => noNumber(text) ?? (has(text) ? undefined : 'not here yet'),
			run: text => tasks.read(rfcNumber(text) ?? 0),
		},
		{
			word: 'add',
			argument: 'FILE',
			label: 'share that file, or RFC of my folders',
			run: text => submitForm(scene, {kind: 'add', text}),
		},
		{
			word: 'remove',
			argument: 'NUMBER',
			label: 'stop sharing that RFC',
			against: text => noNumber(text) ?? (has(text) ? undefined : 'not here'),
			run: text => submitForm(scene, {kind: 'remove', text}),
		},
		{
			word: 'want',
			argument: 'NUMBER',
			label: 'get that RFC as soon as somebody shares it',
			against: text => noNumber(text) ?? (has(text) ? 'it is here already' : undefined),
			run: text => wantOrChoose(scene, rfcNumber(text) ?? 0),
		},
		{
			word: 'search',
			argument: 'WORDS',
			label: 'RFCs with these words in the title',
			against: () =>
				isListed ? undefined : `press ${keyOf('operation-4', 'peer')} first: at this server all has to be asked for`,
			run: text => {
				dispatch({type: 'find'});
				dispatch({type: 'filter', text});
				dispatch({type: 'keep-filter'});
			},
		},
		{
			word: 'sort',
			argument: 'COLUMN',
			label: models.library === undefined ? 'sort all RFCs' : 'sort my documents',
			choices: sorts.map(({by}) => by),
			against: () =>
				models.library !== undefined || (isLive && view.answer === undefined)
					? undefined
					: 'only the list of all RFCs is sorted',
			run(text) {
				const by = sorts.find(sort => sort.by === text);
				if (by !== undefined) dispatch({type: 'sort', list: models.library === undefined ? 'results' : 'library', by});
			},
		},
		{
			word: 'tab',
			argument: 'NAME',
			label: 'another tab',
			choices: peerTabs,
			run: name => {
				const tab = peerTabs.find(each => each === name);
				if (tab !== undefined) dispatch({type: 'tab', tab});
			},
		},
		{
			word: 'filter',
			argument: 'WORDS',
			label: 'show only rows with these words',
			run: text => dispatch({type: 'filter', text}),
		},
	];
}

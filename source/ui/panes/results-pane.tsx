/** The results of the Search tab: all shared RFCs, or the holders of one. */
import {printable} from '../../text/printable.ts';
import {cut, displayWidth, fit} from '../../text/width.ts';
import {keyOf} from '../keys.ts';
import {innerWidth} from '../kit/pane.tsx';
import {modelNote} from '../kit/table-model.ts';
import {useLook} from '../look.ts';
import {markedHint} from '../peer/marks.ts';
import type {PeerScene} from '../peer/peer-scene.ts';
import {holdersOf} from '../peer/results.ts';
import type {Theme} from '../theme.ts';
import {indexNote} from './index-note.ts';
import {type PaneProps, PeerTable} from './peer-table.tsx';
import {names, versionsOf} from './versions.ts';

function title({view, models}: PeerScene): string {
	const {answer} = view;
	if (answer?.kind !== 'holders') return 'Search';
	const selected = models.results.selected;
	const name = selected?.kind === 'holder' ? ` ${printable(selected.record.title)}` : '';
	return `Search: RFC ${answer.rfc}${name}`;
}

/** The number of results, and whether they are live. */
function note({view, models, peer}: PeerScene): string {
	const state = peer.index()?.state;
	if (view.answer === undefined && state === undefined) return '';
	return indexNote(state, modelNote(models.results));
}

/** The holders of the RFC under the cursor, if no details pane shows them; else what can be done. */
function hint(scene: PeerScene, details: boolean): string {
	const {view, models, peer} = scene;
	const selected = models.results.selected;
	if (view.focus !== 'results' || selected === undefined) return '';
	const marked = markedHint(scene);
	if (marked !== undefined) return marked;
	if (view.below !== undefined) return `${keyOf('back', 'peer')} goes back to the list`;
	if (details || selected.kind !== 'rfc') return `${keyOf('open', 'results')} gets it, or reads what you have`;
	const versions = versionsOf(holdersOf(peer, view.answer, selected.rfc));
	const lettered = versions.length > 1;
	return `${selected.rfc}: ${versions.map(({letter, records}) => `${names(records)}${lettered ? ` (${letter})` : ''}`).join(', ')} · ${keyOf('holders', 'results')} details`;
}

type Props = PaneProps & {
	/** Whether the details pane is visible. */
	readonly details: boolean;
};

/** The search words and how to be rid of them, or the hint that one can search; exactly `width` cells. */
function findRow(
	filter: string,
	focused: boolean,
	{width, theme}: {readonly width: number; readonly theme: Theme},
): string {
	if (filter === '') {
		const how = width < 45 ? 'and a number or a title' : 'and a number, or words of a title';
		return theme.paint('dim', fit(` Find: ${keyOf('find', 'results')} ${how}`, width));
	}
	const room = Math.max(0, width - 7);
	const shown = cut(filter, room);
	const spare = room - displayWidth(shown);
	const hint = `  ${keyOf('back', 'filtered')} clears `;
	const rest = focused && displayWidth(hint) <= spare ? hint.padStart(spare) : ' '.repeat(spare);
	return ` Find: ${theme.paint('match', shown)}${theme.paint('dim', rest)}`;
}

export function ResultsPane({scene, rect, details}: Props) {
	const {view, models} = scene;
	const {theme} = useLook();
	const {filter} = view.results;
	const told = models.find && !(view.filtering && view.focus === 'results');
	return (
		<PeerTable
			scene={scene}
			rect={rect}
			list="results"
			title={title(scene)}
			note={note(scene)}
			hint={hint(scene, details)}
			rows={
				told
					? [findRow(filter, view.focus === 'results', {width: innerWidth(rect.width), theme}), ...models.results.lines]
					: models.results.lines
			}
			filter={told ? '' : filter}
			label="Find:"
		/>
	);
}

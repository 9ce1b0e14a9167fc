/** The peer's panes. */
import {printable} from '../text/printable.ts';
import {At} from './kit/at.tsx';
import {innerWidth, Pane} from './kit/pane.tsx';
import {tableNote} from './kit/table-model.ts';
import {TablePane} from './kit/table-pane.tsx';
import {TextPane} from './kit/text-pane.tsx';
import type {PeerLayout} from './layout/peer.ts';
import type {Rect} from './layout.ts';
import {FormRows, formTitle} from './panes/form-rows.tsx';
import {meRows} from './panes/me-pane.ts';
import {MenuPane} from './panes/menu-pane.tsx';
import {transferNote} from './panes/transfer-rows.ts';
import {names, versionsOf} from './panes/versions.ts';
import {wireNote} from './panes/wire-table.ts';
import {operate} from './peer-acts.ts';
import {formRows} from './peer-models.ts';
import type {PeerScene} from './peer-scene.ts';
import {holdersOf} from './results.ts';
import {scrollOf} from './view-state.ts';

type Props = {
	readonly scene: PeerScene;
	readonly panes: PeerLayout['panes'];
	/** Whether keys go to the panes: nothing lies over them. */
	readonly active: boolean;
};

export function PeerPanes({scene, panes, active}: Props) {
	const {view, facts, dispatch} = scene;
	return (
		<>
			{panes.menu === undefined ? null : (
				<At rect={panes.menu}>
					<MenuPane
						width={panes.menu.width}
						focused={view.focus === 'menu'}
						active={active && view.focus === 'menu'}
						index={view.menu.index}
						turn={view.menu.turn}
						onChoose={index => operate(scene, index)}
						onPoint={index => dispatch({type: 'point-at-operation', index})}
					/>
				</At>
			)}
			{panes.me === undefined ? null : (
				<At rect={panes.me}>
					<Pane
						width={panes.me.width}
						height={panes.me.height}
						title="Me"
						focused={false}
						rows={meRows(facts, innerWidth(panes.me.width))}
					/>
				</At>
			)}
			{panes.results === undefined ? null : (
				<Results scene={scene} rect={panes.results} active={active} details={panes.details !== undefined} />
			)}
			{panes.transfers === undefined ? null : <Transfers scene={scene} rect={panes.transfers} />}
			{panes.wire === undefined ? null : <Wire scene={scene} rect={panes.wire} />}
			{panes.details === undefined ? null : <DetailsPane scene={scene} rect={panes.details} />}
		</>
	);
}

function resultsTitle({view, models}: PeerScene): string {
	const {answer} = view;
	if (answer === undefined) return 'Results';
	if (answer.kind === 'all') return 'Results: All RFCs';
	const selected = models.results.selected;
	const title = selected?.kind === 'holder' ? ` ${printable(selected.record.title)}` : '';
	return `Results: RFC ${answer.rfc}${title}`;
}

/** How many, and whether that is how it is now. */
function resultsNote({view, models, peer}: PeerScene): string {
	if (view.answer === undefined) return '';
	const state = peer.index()?.state;
	const note = tableNote(models.results.view);
	if (state === 'filling') return `${note}, more come`;
	return state === 'stale' ? `${note}, as they were` : note;
}

/** Who has what is under the cursor, where no details pane says it; else what can be done. */
function resultsHint({view, models, peer}: PeerScene, details: boolean): string {
	const selected = models.results.selected;
	if (view.focus !== 'results' || selected === undefined) return '';
	if (view.marked.size > 0) return `${view.marked.size} marked · space marks · M gets all marked`;
	if (view.below !== undefined) return 'esc goes back to the list';
	if (details || selected.kind !== 'rfc') return 'enter gets it · what I have it opens';
	const versions = versionsOf(holdersOf(peer, view.answer, selected.rfc));
	const lettered = versions.length > 1;
	return `${selected.rfc}: ${versions.map(({letter, records}) => `${names(records)}${lettered ? ` (${letter})` : ''}`).join(', ')} · i details`;
}

type PaneProps = {readonly scene: PeerScene; readonly rect: Rect};

const sized = ({width, height}: Rect) => ({width, height});

type ResultsProps = PaneProps & {
	readonly active: boolean;
	/** Whether the details pane is there. */
	readonly details: boolean;
};

function Results({scene, rect, active, details}: ResultsProps) {
	const {view, models, dispatch} = scene;
	const {form} = view;
	const focused = view.focus === 'results';
	if (form === undefined) {
		return (
			<At rect={rect}>
				<TablePane
					{...sized(rect)}
					title={resultsTitle(scene)}
					note={resultsNote(scene)}
					hint={resultsHint(scene, details)}
					focused={focused}
					rows={models.results.lines}
					filter={view.results.filter}
					filtering={view.filtering && focused}
					onFilter={text => dispatch({type: 'filter', text})}
				/>
			</At>
		);
	}
	const table = models.choices ?? models.results;
	return (
		<At rect={rect}>
			<Pane
				{...sized(rect)}
				title={formTitle(form)}
				note={models.choices === undefined ? '' : tableNote(models.choices.view)}
				hint={models.choices === undefined ? '' : '↑↓ choose from the list'}
				focused
				rows={form.kind === 'add-details' ? [] : table.lines}
				childrenRows={formRows(form)}
			>
				<FormRows
					form={form}
					width={innerWidth(rect.width)}
					active={active}
					onChange={changed => dispatch({type: 'form', form: changed})}
				/>
			</Pane>
		</At>
	);
}

function Transfers({scene, rect}: PaneProps) {
	const {view, models, facts, dispatch} = scene;
	const focused = view.focus === 'transfers';
	return (
		<At rect={rect}>
			<TablePane
				{...sized(rect)}
				title="Transfers"
				note={transferNote(facts)}
				hint={facts.pace === undefined ? '' : 'paced so that you can watch · + - change · 0 full speed'}
				focused={focused}
				rows={models.transfers.lines}
				filter={view.transfers.filter}
				filtering={view.filtering && focused}
				onFilter={text => dispatch({type: 'filter', text})}
			/>
		</At>
	);
}

function Wire({scene, rect}: PaneProps) {
	const {view, models, peer, dispatch} = scene;
	const focused = view.focus === 'wire';
	const note = wireNote(models.wire.list, {follows: view.wire.follows, fresh: peer.wire.total - view.pausedAt});
	return (
		<At rect={rect}>
			<TablePane
				{...sized(rect)}
				title="Wire"
				note={note}
				hint={focused ? 'enter shows the whole message' : ''}
				focused={focused}
				rows={models.wire.lines}
				filter={view.wire.filter}
				filtering={view.filtering && focused}
				onFilter={text => dispatch({type: 'filter', text})}
			/>
		</At>
	);
}

function DetailsPane({scene, rect}: PaneProps) {
	const {view, details} = scene;
	return (
		<At rect={rect}>
			<TextPane
				{...sized(rect)}
				title={details.title}
				hint={view.zoomed ? 'esc back' : ''}
				focused={view.focus === 'details'}
				lines={details.lines}
				offset={scrollOf(view.details, details.subject)}
			/>
		</At>
	);
}

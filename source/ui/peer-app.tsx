/** The peer's screen: the menu of the original, what the index answered, transfers, and every message. */
import {useWindowSize} from 'ink';
import {type Dispatch, useCallback, useEffect, useReducer} from 'react';
import type {Peer} from '../peer/peer.ts';
import type {PeerFacts} from '../peer/peer-state.ts';
import {counted} from '../text/quantity.ts';
import {useClock} from './hooks/use-clock.ts';
import {useInterrupt} from './hooks/use-interrupt.ts';
import {useKeys} from './hooks/use-keys.ts';
import {useLive} from './hooks/use-live.ts';
import {useNarration} from './hooks/use-narration.ts';
import {useNews} from './hooks/use-news.ts';
import {useNotice} from './hooks/use-notice.ts';
import {usePointer} from './hooks/use-pointer.ts';
import {useReach} from './hooks/use-reach.ts';
import {useTask} from './hooks/use-task.ts';
import {useSuspend, useWindowTitle} from './hooks/use-terminal.ts';
import {useUndo} from './hooks/use-undo.ts';
import {At} from './kit/at.tsx';
import {keyBar} from './kit/key-bar.ts';
import {innerRows, innerWidth} from './kit/pane.tsx';
import {Row, Rows} from './kit/row.tsx';
import {spinnerInterval} from './kit/spinner.ts';
import {hasMoved} from './kit/table-model.ts';
import {panesOf, peerLayout} from './layout/peer.ts';
import {isTooSmall} from './layout.ts';
import {menuRow} from './panes/menu-pane.tsx';
import {peerHeader} from './panes/peer-header.ts';
import {isActive, transfersOf} from './panes/transfer-rows.ts';
import {clockInterval} from './panes/wait-time.ts';
import {actOnPeer} from './peer-acts.ts';
import {peerContexts} from './peer-contexts.ts';
import {type PeerModels, peerDetailsOf, peerModels} from './peer-models.ts';
import {PeerOverlays} from './peer-overlays.tsx';
import {PeerPanes} from './peer-panes.tsx';
import {barOf, isMoving, type PeerScene} from './peer-scene.ts';
import {peerTasks} from './peer-tasks.ts';
import {initialPeerView, nothingSaid, type PeerIntent, type PeerView} from './peer-view.ts';
import {peerReducer} from './peer-view-reducer.ts';
import {openingWords, peerWords} from './peer-words.ts';
import {pointAtPeer} from './pointer/peer-pointer.ts';
import {useProgram} from './program.ts';
import {Reader} from './reader/reader.tsx';
import {say} from './said.ts';
import {Shell} from './shell.tsx';
import type {KeyStream} from './stdin/key-stream.ts';
import type {Theme} from './theme.ts';
import {windowTitle} from './window-words.ts';
import {useWire} from './wire/use-wire.ts';
import {ladderShown} from './wire/wire-look.ts';

export type PeerAppProps = {
	readonly peer: Peer;
	readonly theme: Theme;
	readonly keys?: KeyStream | undefined;
	/** Milliseconds since the epoch. */
	readonly clock?: () => number;
	quit(): void;
};

function useSettled(models: PeerModels, view: PeerView, dispatch: Dispatch<PeerIntent>): void {
	useEffect(() => {
		const {results, choices, library, network, transfers, wire} = models;
		if (hasMoved(view.results, results.settled)) dispatch({type: 'look-at-result', at: results.settled});
		if (choices !== undefined && hasMoved(view.choices, choices.settled)) {
			dispatch({type: 'look-at-choice', at: {...choices.settled, filter: view.choices.filter}});
		}
		if (library !== undefined && hasMoved(view.library, library.settled)) {
			dispatch({type: 'look-at-document', at: library.settled});
		}
		if (network !== undefined && hasMoved(view.network, network.settled)) {
			dispatch({type: 'look-at-peer', at: network.settled});
		}
		if (hasMoved(view.transfers, transfers.settled)) dispatch({type: 'look-at-transfer', at: transfers.settled});
		if (hasMoved(view.wire, wire.settled)) {
			dispatch({type: 'look-at-message', at: wire.settled, seen: view.pausedAt});
		}
	});
}

const movingNow = ({downloads, uploads}: PeerFacts): string =>
	counted(downloads.filter(isActive).length + uploads.filter(({state}) => state === 'running').length, 'transfer');

export function PeerApp({peer, theme, keys, clock = Date.now, quit}: PeerAppProps) {
	const size = {...useWindowSize()};
	const {habits} = useProgram();
	const [view, dispatch] = useReducer(peerReducer, initialPeerView, first => hinted(first, habits.hint()));
	const tasks = useTask(clock);
	const now = clock();
	const facts = peer.facts();
	const said = view.said === nothingSaid ? openingWords(facts, peer.index() !== undefined) : view.said;
	const words = peerWords({facts, said, undo: view.undo, task: tasks.task, now}, {size, theme});
	const layout = peerLayout(size, {
		...view,
		ladder: ladderShown(view),
		sentence: words.length,
		transfers: transfersOf(facts).length,
	});
	const models = peerModels(peer, view, {layout, theme, facts, now});
	const pane = layout.panes.details ?? {x: 0, y: 0, width: size.columns, height: 3};
	const interrupt = useInterrupt(clock, {
		isMoving: () => isMoving(peer.facts()),
		warn: () => {
			dispatch({type: 'read', reading: undefined});
			dispatch({type: 'say', said: say(`${movingNow(facts)} running: Ctrl-C again to quit.`, 'busy')});
		},
		quit,
	});
	const wire = useWire({
		log: peer.wire,
		view,
		model: models.wire,
		hasDetails: layout.panes.details !== undefined,
		now,
		dispatch,
		say: text => dispatch({type: 'say', said: say(text)}),
	});
	const scene: PeerScene = {
		peer,
		facts,
		view,
		models,
		details: peerDetailsOf(peer, {models, view, facts, wire}, {width: innerWidth(pane.width) - 2, now}),
		detailRows: innerRows(pane.height),
		wire,
		menuPane: layout.panes.menu !== undefined,
		panes: panesOf(view.tab, layout),
		tasks: peerTasks({peer, tasks, dispatch}),
		dispatch,
		cancel: tasks.cancel,
		interrupt,
		quit,
	};
	const contexts = peerContexts(view, {menuPane: scene.menuPane, ambiguous: models.ambiguous});
	const tooSmall = isTooSmall(size);
	const ownKeys =
		tooSmall ||
		view.overlay.kind === 'help' ||
		view.overlay.kind === 'palette' ||
		view.reading !== undefined ||
		view.wireLook.saving !== undefined;
	useKeys(ownKeys ? ['always'] : [...contexts, 'always'], act => actOnPeer(scene, act));
	const bar = barOf(scene, contexts);
	usePointer(!ownKeys, pointer => pointAtPeer(pointer, {scene, layout, contexts}));
	useSettled(models, view, dispatch);
	useEffect(() => {
		if (view.leaving && !isMoving(facts)) quit();
	}, [view.leaving, facts, quit]);
	useUndo(
		view.undo,
		useCallback(() => dispatch({type: 'forget-undo'}), []),
	);
	useEffect(() => {
		// The pane that had the keys is gone with the room for it.
		if (view.focus === 'details' && layout.panes.details === undefined) dispatch({type: 'unzoom'});
	});
	useNews(facts, said => dispatch({type: 'say', said}));
	useNarration({
		log: peer.wire,
		list: models.wire.list,
		me: facts.name,
		said: view.said,
		held: view.undo !== undefined || tasks.task !== undefined || view.form !== undefined,
		clock,
		tell: said => dispatch({type: 'say', said}),
	});
	const index = peer.index();
	useLive(useCallback(listener => subscribeAll([peer, peer.wire, index], listener), [peer, index]));
	useReach(index, view.tab === 'network');
	useClock(tasks.task === undefined ? clockInterval(countsSeconds(facts)) : spinnerInterval);
	useWindowTitle(windowTitle(facts));
	useNotice(facts, keys, clock);
	useSuspend(keys);
	const clear = view.overlay.kind === 'none' && view.reading === undefined;
	return (
		<Shell size={size} theme={theme} dimmed={view.overlay.kind !== 'none' || view.wireLook.saving !== undefined}>
			{view.reading === undefined ? (
				<>
					<At rect={layout.header}>
						<Row text={peerHeader(facts, {width: size.columns, theme, now})} />
					</At>
					{layout.menuRow === undefined ? null : (
						<At rect={layout.menuRow}>
							<Row
								text={menuRow(view.menu.index, {
									width: size.columns,
									focused: view.focus === 'menu',
									theme,
									tab: view.tab,
								})}
							/>
						</At>
					)}
					<PeerPanes scene={scene} panes={layout.panes} active={clear} />
					<At rect={layout.sentence}>
						<Rows rows={words} />
					</At>
					<At rect={layout.keys}>
						<Row text={keyBar(bar.hints, {...bar, width: size.columns, theme})} />
					</At>
				</>
			) : (
				<At rect={{x: 0, y: 0, width: size.columns, height: size.rows}}>
					<Reader
						size={size}
						peer={peer}
						reading={view.reading}
						clock={clock}
						active={!tooSmall && view.overlay.kind === 'none'}
						close={() => dispatch({type: 'read', reading: undefined})}
						interrupt={interrupt}
					/>
				</At>
			)}
			<PeerOverlays scene={scene} contexts={contexts} size={size} />
		</Shell>
	);
}

/** The first words of a start, with what a person who is new here should know. */
const hinted = (view: PeerView, hint: string | undefined): PeerView =>
	hint === undefined ? view : {...view, said: say(`${hint} ${view.said.text}`)};

/** Something is told in seconds: when the server, or a source, is tried again. */
const countsSeconds = ({session, downloads}: PeerFacts): boolean =>
	session.kind === 'waiting' || downloads.some(({state}) => state.kind === 'waiting');

function subscribeAll(
	sources: readonly ({subscribe(listener: () => void): () => void} | undefined)[],
	listener: () => void,
): () => void {
	const stops = sources.map(source => source?.subscribe(listener));
	return () => {
		for (const stop of stops) stop?.();
	};
}

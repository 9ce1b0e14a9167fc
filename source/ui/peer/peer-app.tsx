/** The peer's screen: the menu of the original program, results, transfers, and every message. */

import {useWindowSize} from 'ink';
import {useCallback, useEffect, useReducer, useState} from 'react';
import type {Peer} from '../../peer/peer.ts';
import type {PeerFacts} from '../../peer/peer-state.ts';
import {counted} from '../../text/quantity.ts';
import {barOf} from '../bar.ts';
import {useClock} from '../hooks/use-clock.ts';
import {useExpiry} from '../hooks/use-expiry.ts';
import {useInterrupt} from '../hooks/use-interrupt.ts';
import {useKeys} from '../hooks/use-keys.ts';
import {subscribeToAll, useLive} from '../hooks/use-live.ts';
import {useNarration} from '../hooks/use-narration.ts';
import {useNews} from '../hooks/use-news.ts';
import {useNotice} from '../hooks/use-notice.ts';
import {usePointer} from '../hooks/use-pointer.ts';
import {useReach} from '../hooks/use-reach.ts';
import {useTask} from '../hooks/use-task.ts';
import {useSuspend, useWindowTitle} from '../hooks/use-terminal.ts';
import {At} from '../kit/at.tsx';
import {keyBar} from '../kit/key-bar.ts';
import {innerRows, innerWidth} from '../kit/pane.tsx';
import {Row, Rows} from '../kit/row.tsx';
import {spinnerInterval} from '../kit/spinner.ts';
import {panesOf, peerLayout} from '../layout/peer.ts';
import {isTooSmall} from '../layout.ts';
import {hasNothing} from '../panes/library-table.ts';
import {menuRow} from '../panes/menu-pane.tsx';
import {peerHeader} from '../panes/peer-header.ts';
import {isActive} from '../panes/transfer-rows.ts';
import {clockInterval} from '../panes/wait-time.ts';
import {pointAtPeer} from '../pointer/peer-pointer.ts';
import {useProgram} from '../program.ts';
import {Reader} from '../reader/reader.tsx';
import {nothingSaid, saidIn, say} from '../said.ts';
import {Shell} from '../shell.tsx';
import type {KeyStream} from '../stdin/key-stream.ts';
import type {Theme} from '../theme.ts';
import {useWire} from '../wire/use-wire.ts';
import {ladderShown} from '../wire/wire-look.ts';
import {chosenOf, isHere} from './chosen.ts';
import {menuMayHandleKeys} from './menu-keys.ts';
import {actOnPeer} from './peer-acts.ts';
import {peerContexts} from './peer-contexts.ts';
import {peerDetailsOf, peerModels} from './peer-models.ts';
import {PeerOverlays} from './peer-overlays.tsx';
import {PeerPanes} from './peer-panes.tsx';
import {isMoving, movesNow, type PeerScene, reasonAgainst} from './peer-scene.ts';
import {peerTasks} from './peer-tasks.ts';
import {initialPeerView} from './peer-view.ts';
import {peerReducer} from './peer-view-reducer.ts';
import {formWords, openingWords, peerWords} from './peer-words.ts';
import {useOpening} from './read-offer.ts';
import {type Undo, undoMs} from './undo.ts';
import {useSettled} from './use-settled.ts';
import {useTransfers} from './use-transfers.ts';
import {windowTitle} from './window-words.ts';

export type PeerAppProps = {
	readonly peer: Peer;
	readonly theme: Theme;
	readonly keys?: KeyStream | undefined;
	/** Milliseconds since the epoch. */
	readonly clock?: () => number;
	quit(): void;
};

const movingWords = ({downloads, uploads}: PeerFacts): string =>
	counted(downloads.filter(isActive).length + uploads.filter(({state}) => state === 'running').length, 'transfer');

export function PeerApp({peer, theme, keys, clock = Date.now, quit}: PeerAppProps) {
	const size = {...useWindowSize()};
	const {habits} = useProgram();
	const [view, dispatch] = useReducer(peerReducer, initialPeerView);
	const [hint] = useState(() => habits.hint());
	const tasks = useTask(clock);
	const now = clock();
	const facts = peer.facts();
	const start = {
		// In a low terminal, `? more` in the last row has to suffice.
		hint: size.rows < hintFrom ? undefined : hint,
		isLive: peer.index() !== undefined,
		tab: view.tab,
		contexts: peerContexts(view, {menuPane: true, ambiguous: false, here: false, document: false}),
	};
	const first = view.form === undefined ? openingWords(facts, start) : formWords(view.form, start);
	const opening = view.said === nothingSaid && view.form === undefined;
	const said = view.said === nothingSaid ? first : saidIn(view.tab, view.said);
	const typing = view.form !== undefined || view.filtering;
	const words = peerWords({facts, said, opening, undo: view.undo, typing, task: tasks.task, now}, {size, theme});
	const place = {...view, ladder: ladderShown(view), sentence: words.length};
	const layoutFor = (lines: number) => peerLayout(size, {...place, transfers: lines});
	const transfers = useTransfers(peer, facts, lines => innerRows(layoutFor(lines).panes.transfers?.height ?? 0));
	const layout = layoutFor(transfers.length);
	const models = peerModels(peer, view, {layout, theme, facts, transfers, now});
	const pane = layout.panes.details ?? {x: 0, y: 0, width: size.columns, height: 3};
	const interrupt = useInterrupt(clock, {
		isMoving: () => movesNow(peer),
		warn: () => {
			// The words are on the screen itself, so nothing may cover it.
			dispatch({type: 'read', reading: undefined});
			dispatch({type: 'overlay', overlay: {kind: 'none'}});
			dispatch({type: 'say', said: say(`${movingWords(peer.facts())} running: Ctrl-C again to quit.`, 'busy')});
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
		menuHasKeys: layout.panes.menu !== undefined && menuMayHandleKeys(start.contexts),
		panes: panesOf(view.tab, layout),
		tasks: peerTasks({peer, tasks, dispatch}),
		dispatch,
		cancel: tasks.cancel,
		interrupt,
		quit,
	};
	const chosen = chosenOf(scene);
	const contexts = peerContexts(view, {
		menuPane: scene.menuPane,
		ambiguous: models.ambiguous,
		here: chosen !== undefined && isHere(peer, chosen),
		document: models.library?.selected !== undefined,
	});
	const tooSmall = isTooSmall(size);
	const ownKeys =
		tooSmall ||
		view.overlay.kind === 'help' ||
		view.overlay.kind === 'palette' ||
		view.reading !== undefined ||
		view.wireLook.saving !== undefined;
	useKeys(ownKeys ? ['always'] : [...contexts, 'always'], (act, key) => actOnPeer(scene, act, key));
	const bar = barOf(contexts, act => reasonAgainst(scene, act));
	usePointer(!ownKeys, pointer => pointAtPeer(pointer, {scene, layout, bar}));
	useSettled(models, view, dispatch);
	useEffect(() => {
		if (view.leaving && !isMoving(facts)) quit();
	}, [view.leaving, facts, quit]);
	const forgetUndo = useCallback((undo: Undo) => dispatch({type: 'forget-undo', undo}), []);
	useExpiry(view.undo, undoMs, forgetUndo);
	useEffect(() => {
		// The focused pane disappeared because there is no more room for it.
		if (view.focus === 'details' && layout.panes.details === undefined) dispatch({type: 'unzoom'});
	});
	const newsWait = useNews(facts, {
		said: view.said,
		held: tasks.task !== undefined || view.form !== undefined || view.reading !== undefined,
		clock,
		tell: (said, after) => dispatch({type: 'narrate', said, after}),
	});
	useNarration({
		log: peer.wire,
		list: models.wire.list,
		me: facts.name,
		wanted: facts.wanted,
		said: view.said,
		isHeld: () =>
			newsWait() ||
			view.undo !== undefined ||
			tasks.task !== undefined ||
			view.form !== undefined ||
			// A user without documents must not miss what is offered.
			(view.said === nothingSaid && hasNothing(facts)),
		clock,
		tell: (said, after) => dispatch({type: 'narrate', said, after}),
	});
	const index = peer.index();
	useLive(useCallback(listener => subscribeToAll([peer, peer.wire, index], listener), [peer, index]));
	useOpening(scene);
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

/** Terminals with at least this many rows have room for a hint as well as the first words. */
const hintFrom = 22;

/** Whether something is counted in seconds: the next attempt at the server or a source. */
const countsSeconds = ({session, downloads}: PeerFacts): boolean =>
	session.kind === 'waiting' || downloads.some(({state}) => state.kind === 'waiting');

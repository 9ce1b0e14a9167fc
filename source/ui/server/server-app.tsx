/** The index server's screen: who is here, what is shared, and every message, live. */
import {useWindowSize} from 'ink';
import {useCallback, useEffect, useReducer} from 'react';
import type {IndexServer} from '../../server/index-server.ts';
import type {Notice} from '../../server/server-state.ts';
import {joinCommand} from '../../text/join-command.ts';
import {fit} from '../../text/width.ts';
import {barOf} from '../bar.ts';
import {address} from '../format.ts';
import {useClock} from '../hooks/use-clock.ts';
import {useExpiry} from '../hooks/use-expiry.ts';
import {useKeys} from '../hooks/use-keys.ts';
import {subscribeToAll, useLive} from '../hooks/use-live.ts';
import {usePointer} from '../hooks/use-pointer.ts';
import {useClipboard, useSuspend, useWindowTitle} from '../hooks/use-terminal.ts';
import {At} from '../kit/at.tsx';
import {keyBar} from '../kit/key-bar.ts';
import {innerRows, innerWidth} from '../kit/pane.tsx';
import {Row, Rows} from '../kit/row.tsx';
import {hasMoved} from '../kit/table-model.ts';
import {wrapAtMost} from '../kit/wrap.ts';
import {serverLayout} from '../layout/server.ts';
import {isTooSmall, type Size} from '../layout.ts';
import {serverClock} from '../panes/server-clock.ts';
import {joinLine, serverHeader} from '../panes/server-header.ts';
import {current, noticeRows} from '../panes/server-notices.ts';
import {pointAtServer} from '../pointer/server-pointer.ts';
import {useProgram} from '../program.ts';
import {Shell} from '../shell.tsx';
import type {KeyStream} from '../stdin/key-stream.ts';
import type {Theme, Tone} from '../theme.ts';
import {useWire} from '../wire/use-wire.ts';
import {ladderShown} from '../wire/wire-look.ts';
import {actOnServer, reasonAgainst, type ServerScene, serverContexts} from './server-acts.ts';
import {detailsOf, type ServerModels, serverModels} from './server-models.ts';
import {ServerOverlays} from './server-overlays.tsx';
import {ServerPanes} from './server-panes.tsx';
import {initialServerView, type ServerIntent, type ServerView, serverReducer} from './server-view.ts';

export type ServerAppProps = {
	readonly server: IndexServer;
	readonly theme: Theme;
	readonly keys?: KeyStream | undefined;
	/** Milliseconds since the epoch. */
	readonly clock?: () => number;
	quit(): void;
};

/** How long what an action said stays, in milliseconds. */
const saidMs = 5000;

type Sentences = {readonly rows: readonly string[]; readonly tone: Tone};

/** Rows above the keys: the result of the last action for a moment, else what is wrong. */
function sentencesOf(said: string, wrong: readonly Notice[], {columns, rows}: Size): Sentences {
	const room = {width: columns - 2, most: rows < fewRows ? 1 : 2};
	return said === ''
		? {rows: noticeRows(wrong, room), tone: 'busy'}
		: {rows: wrapAtMost(said, room.width, room.most), tone: 'plain'};
}

/** Lower terminals have at most one row of sentences. */
const fewRows = 14;

function useSettled(models: ServerModels, view: ServerView, dispatch: (intent: ServerIntent) => void): void {
	useEffect(() => {
		if (hasMoved(view.peers, models.peers.settled)) dispatch({type: 'look-at-peer', at: models.peers.settled});
		if (hasMoved(view.rfcs, models.rfcs.settled)) dispatch({type: 'look-at-rfc', at: models.rfcs.settled});
		if (hasMoved(view.wire, models.wire.settled)) {
			dispatch({type: 'look-at-message', at: models.wire.settled, seen: view.pausedAt});
		}
	});
}

export function ServerApp({server, theme, keys, clock = Date.now, quit}: ServerAppProps) {
	const size = {...useWindowSize()};
	const [view, dispatch] = useReducer(serverReducer, initialServerView);
	const {habits} = useProgram();
	const copy = useClipboard();
	const now = clock();
	const facts = server.facts();
	const wrong = current(facts.notices, now);
	// Hints for new users appear while there is nothing else to say.
	const hint = wrong.length === 0 ? (habits.hint() ?? '') : '';
	const sentences = sentencesOf(view.said.text || hint, wrong, size);
	const layout = serverLayout(size, {...view, ladder: ladderShown(view), notices: sentences.rows.length});
	const models = serverModels(server, view, {layout, theme, now});
	const pane = layout.panes.details ?? {x: 0, y: 0, width: size.columns, height: 3};
	const wire = useWire({
		log: server.wire,
		view,
		model: models.wire,
		hasDetails: layout.panes.details !== undefined,
		now,
		dispatch,
		say: text => dispatch({type: 'say', text}),
	});
	const details = detailsOf(server, {models, list: view.list, wire}, {width: innerWidth(pane.width) - 2, now});
	const scene: ServerScene = {
		server,
		view,
		models,
		details,
		copy,
		detailRows: innerRows(pane.height),
		wire,
		facts,
		messages: server.wire.total,
		dispatch,
		copyJoin: () => copy(joinCommand(facts)),
		quit,
	};
	const contexts = serverContexts(view);
	const {saving} = view.wireLook;
	const closed = isTooSmall(size) || view.overlay === 'help' || view.overlay === 'palette' || saving !== undefined;
	useKeys(closed ? ['always'] : [...contexts, 'always'], act => actOnServer(scene, act));
	useSettled(models, view, dispatch);
	useLive(useCallback(listener => subscribeToAll([server, server.wire], listener), [server]));
	useClock(serverClock(facts, models.peers.view.rows, now));
	useExpiry(
		view.said.text === '' || view.said.stays ? undefined : view.said,
		saidMs,
		useCallback(said => dispatch({type: 'forget', said}), []),
	);
	useWindowTitle(`p2pci server ${address(facts.host, facts.port)}`);
	useSuspend(keys);
	const bar = barOf(contexts, act => reasonAgainst(scene, act));
	usePointer(!closed, pointer => pointAtServer(pointer, {scene, layout, bar}));
	return (
		<Shell size={size} theme={theme} dimmed={view.overlay !== 'none' || saving !== undefined}>
			<At rect={layout.header}>
				<Row text={serverHeader(facts, {width: size.columns, theme, now})} />
			</At>
			{layout.join.height === 0 ? null : (
				<At rect={layout.join}>
					<Row text={joinLine(facts, {width: size.columns, theme})} />
				</At>
			)}
			<ServerPanes scene={scene} panes={layout.panes} />
			<At rect={layout.notices}>
				<Rows rows={sentences.rows.map(line => theme.paint(sentences.tone, fit(` ${line}`, size.columns)))} />
			</At>
			<At rect={layout.keys}>
				<Row text={keyBar(bar.hints, {...bar, width: size.columns, theme})} />
			</At>
			<ServerOverlays scene={scene} contexts={contexts} size={size} />
		</Shell>
	);
}

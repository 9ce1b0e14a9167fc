/** The index server's screen: who is here, what is shared, and every message, live. */
import {useWindowSize} from 'ink';
import {useCallback, useEffect, useReducer} from 'react';
import type {IndexServer} from '../server/index-server.ts';
import type {ServerFacts} from '../server/server-state.ts';
import {counted} from '../text/quantity.ts';
import {fit} from '../text/width.ts';
import {ConfirmOverlay} from './confirm-overlay.tsx';
import {address} from './format.ts';
import {HelpOverlay} from './help-overlay.tsx';
import {useClock} from './hooks/use-clock.ts';
import {useKeys} from './hooks/use-keys.ts';
import {useLive} from './hooks/use-live.ts';
import {usePointer} from './hooks/use-pointer.ts';
import {useClipboard, useSuspend, useWindowTitle} from './hooks/use-terminal.ts';
import {type Act, hintsFor} from './keys.ts';
import {At} from './kit/at.tsx';
import {keyBar} from './kit/key-bar.ts';
import {innerRows, innerWidth} from './kit/pane.tsx';
import {Row, Rows} from './kit/row.tsx';
import {hasMoved} from './kit/table-model.ts';
import {wrapAtMost} from './kit/wrap.ts';
import {serverLayout} from './layout/server.ts';
import {isTooSmall} from './layout.ts';
import {PaletteOverlay} from './palette/palette-overlay.tsx';
import {serverCommands} from './palette/server-commands.ts';
import {noticeSentence} from './panes/presence.ts';
import {joinCommand, joinLine, serverHeader} from './panes/server-header.ts';
import {clockInterval, inSeconds} from './panes/wait-time.ts';
import {pointAtServer} from './pointer/server-pointer.ts';
import {actOnServer, type ServerScene, serverContexts} from './server-acts.ts';
import {detailsOf, type ServerModels, serverModels} from './server-models.ts';
import {ServerPanes} from './server-panes.tsx';
import {Shell} from './shell.tsx';
import type {KeyStream} from './stdin/key-stream.ts';
import type {Theme} from './theme.ts';
import {initialServerView, type ServerIntent, type ServerView, serverReducer} from './view-state.ts';
import {SaveOverlay} from './wire/save-overlay.tsx';
import {useWire} from './wire/use-wire.ts';
import {reasonAgainstWire} from './wire/wire-acts.ts';
import {ladderShown} from './wire/wire-look.ts';

export type ServerAppProps = {
	readonly server: IndexServer;
	readonly theme: Theme;
	readonly keys?: KeyStream | undefined;
	/** Milliseconds since the epoch. */
	readonly clock?: () => number;
	quit(): void;
};

/** Sentences above the keys: what is wrong, else what the last act did. */
function notices(server: IndexServer, said: string, width: number): readonly string[] {
	const all = server.facts().notices;
	const [first] = all;
	if (first === undefined) return said === '' ? [] : [said];
	const more = all.length > 1 ? ` (and ${counted(all.length - 1, 'more', 'more')})` : '';
	return wrapAtMost(`✗ ${noticeSentence(first)}${more}`, width - 2, 2);
}

function useSettled(models: ServerModels, view: ServerView, dispatch: (intent: ServerIntent) => void): void {
	useEffect(() => {
		if (hasMoved(view.peers, models.peers.settled)) dispatch({type: 'look-at-peer', at: models.peers.settled});
		if (hasMoved(view.rfcs, models.rfcs.settled)) dispatch({type: 'look-at-rfc', at: models.rfcs.settled});
		if (hasMoved(view.wire, models.wire.settled)) {
			dispatch({type: 'look-at-message', at: models.wire.settled, seen: view.pausedAt});
		}
	});
}

/** Something on the screen changes by the second although nothing happens: a lease, an age, a rate that falls. */
const countsSeconds = (models: ServerModels, {started, rates}: ServerFacts, now: number): boolean =>
	inSeconds(started, now) ||
	rates.some(rate => rate > 0) ||
	models.peers.view.rows.some(row => row.presence.kind === 'lease') ||
	(models.peers.selected !== undefined && inSeconds(models.peers.selected.seen, now));

export function ServerApp({server, theme, keys, clock = Date.now, quit}: ServerAppProps) {
	const size = {...useWindowSize()};
	const [view, dispatch] = useReducer(serverReducer, initialServerView);
	const copy = useClipboard();
	const now = clock();
	const facts = server.facts();
	const sentences = notices(server, view.said, size.columns);
	const layout = serverLayout(size, {...view, ladder: ladderShown(view), notices: sentences.length});
	const models = serverModels(server, view, {layout, theme, now});
	const pane = layout.panes.details ?? {x: 0, y: 0, width: size.columns, height: 3};
	const wire = useWire({
		log: server.wire,
		view,
		model: models.wire,
		now,
		dispatch,
		say: text => dispatch({type: 'say', text}),
	});
	const details = detailsOf(server, {models, list: view.list, wire}, {width: innerWidth(pane.width) - 2, now});
	const scene: ServerScene = {
		view,
		models,
		details,
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
	const closed =
		isTooSmall(size) || view.overlay === 'help' || view.overlay === 'palette' || saving !== undefined;
	useKeys(closed ? ['always'] : [...contexts, 'always'], act => actOnServer(scene, act));
	useSettled(models, view, dispatch);
	useLive(useCallback(listener => both(server.subscribe(listener), server.wire.subscribe(listener)), [server]));
	useClock(clockInterval(countsSeconds(models, facts, now)));
	useWindowTitle(`p2pci server ${address(facts.host, facts.port)}`);
	useSuspend(keys);
	const run = (act: Act): void => {
		dispatch({type: 'overlay', overlay: 'none'});
		actOnServer(scene, act);
	};
	const hints = hintsFor(contexts).map(hint => ({
		...hint,
		disabled: !isPossible(hint.act, scene) || reasonAgainstWire(wire, hint.act) !== undefined,
	}));
	const last = hints.find(hint => hint.act === 'help');
	const bar = {hints: hints.filter(hint => hint !== last), last};
	usePointer(!closed, pointer => pointAtServer(pointer, {scene, layout, bar}));
	return (
		<Shell size={size} theme={theme} dimmed={view.overlay !== 'none' || saving !== undefined}>
			<At rect={layout.header}>
				<Row text={serverHeader(facts, {width: size.columns, theme, now})} />
			</At>
			<At rect={layout.join}>
				<Row text={joinLine(facts, {width: size.columns, theme})} />
			</At>
			<ServerPanes scene={scene} panes={layout.panes} />
			<At rect={layout.notices}>
				<Rows
					rows={sentences.map(line =>
						theme.paint(facts.notices.length > 0 ? 'busy' : 'plain', fit(` ${line}`, size.columns)),
					)}
				/>
			</At>
			<At rect={layout.keys}>
				<Row text={keyBar(bar.hints, {...bar, width: size.columns, theme})} />
			</At>
			{saving === undefined || view.overlay !== 'none' ? null : (
				<SaveOverlay size={size} scene={wire} saving={saving} interrupt={quit} />
			)}
			{view.overlay === 'quit' ? <ConfirmOverlay size={size} question={quitQuestion(facts.peers)} /> : null}
			{view.overlay === 'palette' ? (
				<PaletteOverlay
					size={size}
					screen="server"
					contexts={contexts}
					commands={serverCommands(scene)}
					reasonAgainst={act => (isPossible(act, scene) ? reasonAgainstWire(wire, act) : 'nothing to show here')}
					run={run}
					close={() => dispatch({type: 'overlay', overlay: 'none'})}
				/>
			) : null}
			{view.overlay === 'help' ? (
				<HelpOverlay
					size={size}
					contexts={contexts}
					reasonAgainst={act => (isPossible(act, scene) ? reasonAgainstWire(wire, act) : 'nothing to show here')}
					run={run}
					close={() => dispatch({type: 'overlay', overlay: 'none'})}
				/>
			) : null}
		</Shell>
	);
}

const both = (first: () => void, second: () => void) => () => {
	first();
	second();
};

const quitQuestion = (peers: number): string =>
	`Quit the index server? ${counted(peers, 'peer is', 'peers are')} joined: nobody finds anything until a server is back here. Transfers that run between peers go on.`;

function isPossible(act: Act, {view, models}: ServerScene): boolean {
	if (act !== 'open' || view.focus === 'details') return true;
	return models[view.focus].selected !== undefined;
}

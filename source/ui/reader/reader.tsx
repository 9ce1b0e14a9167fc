/** Reads documents on the whole screen: scrolling, search, contents, links to sections and to other documents. */
import {Box} from 'ink';
import {useEffect, useEffectEvent, useMemo, useReducer, useRef} from 'react';
import type {Peer} from '../../peer/peer.ts';
import {fit} from '../../text/width.ts';
import {barOf} from '../bar.ts';
import {HelpOverlay} from '../help-overlay.tsx';
import {useClock} from '../hooks/use-clock.ts';
import {useBefore, useKept} from '../hooks/use-kept.ts';
import {useKeys} from '../hooks/use-keys.ts';
import {usePointer} from '../hooks/use-pointer.ts';
import {taskSentence, useTask} from '../hooks/use-task.ts';
import {useClipboard} from '../hooks/use-terminal.ts';
import {type Act, keyOf} from '../keys.ts';
import {At} from '../kit/at.tsx';
import {keyBar} from '../kit/key-bar.ts';
import {Row, Rows} from '../kit/row.tsx';
import {spinnerInterval} from '../kit/spinner.ts';
import {wrapAtMost} from '../kit/wrap.ts';
import type {Size} from '../layout.ts';
import {LookContext, useLook} from '../look.ts';
import {PaletteOverlay} from '../palette/palette-overlay.tsx';
import {type Said, say} from '../said.ts';
import {ContentsPane} from './contents-pane.tsx';
import type {ReaderDocument} from './document.ts';
import {useExternal} from './external.ts';
import {openHere, openingOf, waitingWords} from './follow.ts';
import {actInReader, reasonAgainst, typeSearch} from './reader-acts.ts';
import {readerCommands} from './reader-commands.ts';
import {pointInReader} from './reader-pointer.ts';
import {offsetOf, type ReaderScene, readerContexts, readerLayout} from './reader-scene.ts';
import {opened, type ReaderState, readerReducer} from './reader-state.ts';
import {rowsOf} from './rows.ts';
import {matchesOf} from './search.ts';
import {TextOfDocument} from './text-pane.tsx';

/** How far a reading is. */
type Kept = {readonly reading: object; readonly state: ReaderState};

export type ReaderProps = {
	readonly size: Size;
	readonly peer: Peer;
	/** The document to open first. */
	readonly reading: {readonly rfc: number; readonly text: string};
	/** Whether the reader receives keys. */
	readonly active: boolean;
	/** Milliseconds since the epoch. */
	readonly clock?: () => number;
	close(): void;
	interrupt(): void;
};

function begin({
	peer,
	reading,
	before,
}: Pick<ReaderProps, 'peer' | 'reading'> & {before: Kept | undefined}): ReaderState {
	if (before?.reading === reading) return before.state;
	return opened(openingOf(peer, {rfc: reading.rfc}, {text: reading.text}));
}

/** Selects the link to the replacement of an obsolete document as soon as it is known. */
function useReplacement({state, layout, dispatch}: ReaderScene, isObsolete: boolean): void {
	const obsolete = isObsolete ? state.document.rfc : undefined;
	const point = useEffectEvent(() => {
		if (layout.head !== undefined && state.link === undefined) dispatch({type: 'point-at-replacement'});
	});
	useEffect(() => {
		if (obsolete !== undefined) point();
	}, [obsolete]);
}

/** Finds headings and links after the text has been drawn: in long documents that takes a moment. */
function useStudied(document: ReaderDocument): void {
	const [, draw] = useReducer((count: number) => count + 1, 0);
	useEffect(() => {
		if (document.studied) return undefined;
		const timer = setTimeout(() => {
			document.study();
			draw();
		});
		return () => clearTimeout(timer);
	}, [document]);
}

/** Remembers where the person stopped reading, also when the screen closes. */
function useRememberedPlace(peer: Peer, {document, place}: ReaderState): void {
	const last = useRef({rfc: document.rfc, line: place.line});
	last.current = {rfc: document.rfc, line: place.line};
	useEffect(() => () => peer.rememberPlace(last.current.rfc, last.current.line), [peer]);
}

/** Opens the awaited document when it has arrived. */
function useArrival(scene: ReaderScene): void {
	const {peer, state} = scene;
	const arrived = state.waits !== undefined && peer.has(state.waits.rfc);
	const open = useEffectEvent(() => {
		if (state.waits === undefined) return;
		scene.dispatch({type: 'wait', to: undefined});
		openHere(scene, state.waits);
	});
	useEffect(() => {
		if (arrived) open();
	}, [arrived]);
}

function sentenceNow(
	{peer, state, tasks}: Pick<ReaderScene, 'peer' | 'state' | 'tasks'>,
	now: number,
): Said | undefined {
	if (tasks.task !== undefined) return say(taskSentence(tasks.task, now, keyOf('back', 'reader')), 'busy');
	if (state.said !== undefined) return state.said;
	return state.waits === undefined ? undefined : say(waitingWords(peer, state.waits.rfc), 'busy');
}

export function Reader({size, peer, reading, active, clock = Date.now, close, interrupt}: ReaderProps) {
	const {theme} = useLook();
	const before = useBefore<Kept>('reading');
	const [state, dispatch] = useReducer(readerReducer, {peer, reading, before}, begin);
	useKept('reading', {reading, state} satisfies Kept);
	const tasks = useTask(clock);
	useClock(tasks.task === undefined ? undefined : spinnerInterval);
	const said = sentenceNow({peer, state, tasks}, clock());
	const words = said === undefined ? [] : wrapAtMost(said.text, size.columns - 2, size.rows < 12 ? 2 : 3);
	const standing = peer.standingOf(state.document.rfc);
	const layout = readerLayout(size, {state, standing, sentences: words.length});
	const width = layout.textWidth - 4;
	const rows = useMemo(
		() => rowsOf(state.document, {width, breaks: state.breaks}),
		[state.document, width, state.breaks],
	);
	const matches = useMemo(() => matchesOf(rows, state.search.text), [rows, state.search.text]);
	const scene: ReaderScene = {
		peer,
		state,
		layout,
		rows,
		matches,
		tasks,
		interrupt,
		close,
		offset: offsetOf(rows, state.place, layout.textRows),
		dispatch,
		copy: useClipboard(),
		show: useExternal(),
	};
	useRememberedPlace(peer, state);
	useArrival(scene);
	useReplacement(scene, standing.obsoletedBy.length > 0);
	useStudied(state.document);
	const contexts = readerContexts(state);
	useKeys(active && state.overlay === 'none' ? contexts : [], act => actInReader(scene, act));
	const bar = barOf(contexts, act => reasonAgainst(scene, act));
	const keysAt = layout.height + words.length;
	usePointer(active && state.overlay === 'none', pointer =>
		pointInReader(pointer, {scene, bar, columns: size.columns, keys: keysAt}),
	);
	const look = useMemo(() => ({theme, dimmed: state.overlay !== 'none'}), [theme, state.overlay]);
	return (
		<LookContext value={look}>
			<Box width={size.columns} height={size.rows}>
				{layout.contentsOver || layout.contentsWidth > 0 ? (
					<At rect={{x: 0, y: 0, width: layout.contentsWidth || size.columns, height: layout.height}}>
						<ContentsPane scene={scene} width={layout.contentsWidth || size.columns} active={active} />
					</At>
				) : null}
				{layout.contentsOver ? null : (
					<At rect={{x: layout.contentsWidth, y: 0, width: layout.textWidth, height: layout.height}}>
						<TextOfDocument scene={scene} active={active} onSearch={text => typeSearch(scene, text)} />
					</At>
				)}
				<At rect={{x: 0, y: layout.height, width: size.columns, height: words.length + 1}}>
					<Rows rows={words.map(line => theme.paint(said?.tone ?? 'plain', fit(` ${line}`, size.columns)))} />
					<Row text={keyBar(bar.hints, {...bar, width: size.columns, theme})} />
				</At>
				<Overlays scene={scene} size={size} />
			</Box>
		</LookContext>
	);
}

function Overlays({scene, size}: {readonly scene: ReaderScene; readonly size: Size}) {
	const {overlay} = scene.state;
	const close = (): void => scene.dispatch({type: 'overlay', overlay: 'none'});
	const around = {
		size,
		contexts: readerContexts(scene.state),
		reasonAgainst: (act: Act) => reasonAgainst(scene, act),
		run: (act: Act) => {
			close();
			actInReader(scene, act);
		},
		close,
	};
	if (overlay === 'help') return <HelpOverlay {...around} />;
	if (overlay === 'palette') return <PaletteOverlay {...around} screen="reader" commands={readerCommands(scene)} />;
	return null;
}

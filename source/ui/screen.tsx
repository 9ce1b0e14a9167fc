/** The entry points of the full screens, which take over the terminal and restore it whatever happens. */
import process from 'node:process';
import {render} from 'ink';
import type {ReactNode} from 'react';
import type {Peer} from '../peer/peer.ts';
import type {IndexServer} from '../server/index-server.ts';
import {AskBasics, type PeerBasics} from './ask-basics.tsx';
import {BoundedOutput} from './bounded-output.ts';
import {leanOutput} from './lean-output.ts';
import {PeerApp} from './peer/peer-app.tsx';
import {type Habits, shortHabits} from './program.ts';
import {ProgramRoot} from './program-root.tsx';
import {hearResizes} from './resizes.ts';
import {ServerApp} from './server/server-app.tsx';
import {type KeySource, KeyStream} from './stdin/key-stream.ts';
import {answersIn, asksBackground, terminalModes, withModes} from './terminal-modes.ts';
import type {Theme, ThemeChoice} from './theme.ts';

export type {PeerBasics} from './ask-basics.tsx';

export type ScreenOptions = {
	/** Ends the screen from outside, for instance on a signal. */
	readonly signal?: AbortSignal;
	readonly stdin?: KeySource;
	readonly stdout?: NodeJS.WriteStream;
	/** Consulted for colours and the character set. */
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** Determined from the terminal by default. */
	readonly theme?: ThemeChoice | undefined;
	/** Whether clicks and the wheel go to the screen; true by default. */
	readonly mouse?: boolean | undefined;
	/** Whether notifications also ring the bell. */
	readonly bell?: boolean | undefined;
	/** Not stored by default. */
	readonly habits?: Habits | undefined;
};

/** What a root component gets to end the screen, and to know its terminal. */
export type ScreenHandle<Result> = {
	readonly theme: Theme;
	readonly keys: KeyStream;
	leave(result: Result): void;
};

/** Ends the screen on uncaught errors: the caller reports them after the terminal is restored. */
function watchForCrash(crash: (error: Error) => void): () => void {
	const listener = (reason: unknown): void => crash(reason instanceof Error ? reason : new Error(String(reason)));
	process.on('uncaughtException', listener);
	process.on('unhandledRejection', listener);
	return () => {
		process.off('uncaughtException', listener);
		process.off('unhandledRejection', listener);
	};
}

/**
 * Keeps what was typed before the screen starts, without echoing it any more, and moves the cursor, which the echo
 * has moved, to the left edge: it returns there when the screen ends, and the program says its last line.
 */
function takeOver(stdin: KeySource, stdout: NodeJS.WriteStream): void {
	if (!stdout.isTTY) return;
	stdin.setRawMode?.(true);
	stdout.write('\r');
}

/**
 * Draws a screen on the alternate screen until it is left. Resolves with its result, or undefined when `signal` ended
 * it. Rejects with the error that broke it, after the terminal was restored.
 */
export async function showScreen<Result>(
	root: (handle: ScreenHandle<Result>) => ReactNode,
	options: ScreenOptions = {},
): Promise<Result | undefined> {
	const {signal, stdin = process.stdin, stdout = process.stdout, env = process.env} = options;
	if (signal?.aborted) return undefined;
	const keys = new KeyStream(stdin);
	takeOver(stdin, stdout);
	let result: Result | undefined;
	const leave = (value: Result): void => {
		result = value;
		instance.unmount();
	};
	const mouse = options.mouse ?? true;
	const tree = (
		<ProgramRoot
			env={env}
			theme={options.theme ?? 'auto'}
			habits={options.habits ?? shortHabits()}
			bell={options.bell ?? false}
			mouse={mouse}
			keys={keys}
		>
			{theme => root({theme, keys, leave})}
		</ProgramRoot>
	);
	const modes = terminalModes({mouse, asks: asksBackground(env)});
	const resizes = hearResizes(stdout);
	const output = new BoundedOutput(stdout, () => resizes.again());
	const instance = render(tree, {
		stdin: keys as NodeJS.ReadableStream,
		stdout: withModes(leanOutput(output.stream), modes),
		alternateScreen: true,
		incrementalRendering: true,
		maxFps: 120,
		patchConsole: true,
		exitOnCtrlC: false,
		interactive: true,
	});
	// Whatever another program has written there is gone then.
	keys.on('control', (name: string) => name === 'ctrl-l' && resizes.again());
	const end = (): void => instance.unmount();
	let broken: Error | undefined;
	const stopWatching = watchForCrash(error => {
		broken ??= error;
		end();
	});
	signal?.addEventListener('abort', end, {once: true});
	try {
		await instance.waitUntilExit();
		if (broken !== undefined) throw broken;
		return result;
	} finally {
		signal?.removeEventListener('abort', end);
		stopWatching();
		resizes.stop();
		await answersIn(keys, modes);
		output.stop();
		keys.setRawMode(false);
		keys.unref();
	}
}

/** The index server's screen. Resolves when the person leaves; does not close the server. */
export async function showServerScreen(server: IndexServer, options: ScreenOptions = {}): Promise<void> {
	await showScreen<void>(
		({theme, keys, leave}) => <ServerApp server={server} theme={theme} keys={keys} quit={leave} />,
		options,
	);
}

/**
 * The peer's screen, which can start before the peer is connected. Resolves when the person leaves; does not close
 * the peer.
 */
export async function showPeerScreen(peer: Peer, options: ScreenOptions = {}): Promise<void> {
	await showScreen<void>(
		({theme, keys, leave}) => <PeerApp peer={peer} theme={theme} keys={keys} quit={leave} />,
		options,
	);
}

/** Asks for what is missing to start a peer. Resolves with undefined when the person leaves instead. */
export function askPeerBasics(defaults: PeerBasics, options: ScreenOptions = {}): Promise<PeerBasics | undefined> {
	return showScreen<PeerBasics | undefined>(
		({theme, keys, leave}) => <AskBasics defaults={defaults} theme={theme} keys={keys} leave={leave} />,
		options,
	);
}

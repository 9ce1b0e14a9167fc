/** The doors to the full screens: they borrow the terminal, and give it back whatever happens. */
import {render} from 'ink';
import type {ReactNode} from 'react';
import type {Peer} from '../peer/peer.ts';
import type {IndexServer} from '../server/index-server.ts';
import {AskBasics, type PeerBasics} from './ask-basics.tsx';
import {leanOutput} from './lean-output.ts';
import {PeerApp} from './peer-app.tsx';
import {type Habits, shortHabits} from './program.ts';
import {ProgramRoot} from './program-root.tsx';
import {ServerApp} from './server-app.tsx';
import {type KeySource, KeyStream} from './stdin/key-stream.ts';
import {holdResizes} from './steady-resize.ts';
import {answersIn, asksBackground, terminalModes, withModes} from './terminal-modes.ts';
import type {Theme, ThemeChoice} from './theme.ts';

export type {PeerBasics} from './ask-basics.tsx';

export type ScreenOptions = {
	/** Ends the screen from outside, as a signal to the process does. */
	readonly signal?: AbortSignal;
	readonly stdin?: KeySource;
	readonly stdout?: NodeJS.WriteStream;
	/** Looked at for colours and the character set. */
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** By the terminal unless said. */
	readonly theme?: ThemeChoice | undefined;
	/** Whether clicks and the wheel are for the screen; they are unless said. */
	readonly mouse?: boolean | undefined;
	/** Whether notices also ring the bell. */
	readonly bell?: boolean | undefined;
	/** Forgotten at the end unless given. */
	readonly habits?: Habits | undefined;
};

/** What a root component is given to leave, and to know about its terminal. */
export type ScreenHandle<Result> = {
	readonly theme: Theme;
	readonly keys: KeyStream;
	leave(result: Result): void;
};

/** Errors that no one caught end the screen: their message is for whoever started it, on a terminal given back. */
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
 * What was typed ahead of the screen stays for it, but is not echoed into it any more; and the cursor, which the echo so far
 * has moved, goes back to the left edge: Ink draws its first frame from where the cursor is.
 */
function takeOver(stdin: KeySource, stdout: NodeJS.WriteStream): void {
	if (!stdout.isTTY) return;
	stdin.setRawMode?.(true);
	stdout.write('\r');
}

/**
 * Draws a screen on the alternate screen until it is left. Resolves with what it was left with, undefined when `signal`
 * ended it. Rejects with the error that broke it, the terminal given back before.
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
	const instance = render(tree, {
		stdin: keys as NodeJS.ReadableStream,
		stdout: withModes(leanOutput(stdout), modes),
		alternateScreen: true,
		incrementalRendering: true,
		maxFps: 120,
		patchConsole: true,
		exitOnCtrlC: false,
		interactive: true,
	});
	const stopHolding = holdResizes(stdout);
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
		stopHolding();
		await answersIn(keys, modes);
		keys.setRawMode(false);
		keys.unref();
	}
}

/** The index server's screen. Resolves when the person leaves; it does not close the server. */
export async function showServerScreen(server: IndexServer, options: ScreenOptions = {}): Promise<void> {
	await showScreen<void>(
		({theme, keys, leave}) => <ServerApp server={server} theme={theme} keys={keys} quit={leave} />,
		options,
	);
}

/** The peer's screen, also while the peer is still connecting. Resolves when the person leaves; it does not close the peer. */
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

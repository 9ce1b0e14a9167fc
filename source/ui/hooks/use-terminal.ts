/** Terminal features besides drawing: window title, clipboard, suspending. */
import process from 'node:process';
import {useApp, useStdout} from 'ink';
import {useEffect, useRef} from 'react';
import {printable} from '../../text/printable.ts';
import {taken} from '../bounded-output.ts';
import type {KeyStream} from '../stdin/key-stream.ts';

const bell = '\u0007';

/** A title that changes constantly is written only once in this many milliseconds. */
const titleInterval = 1000;

/**
 * Sets the window title; `terminal-modes.ts` restores the former one. Called after `useKeys` in a root component, it
 * also signals to observers of the terminal that keys are being read.
 */
export function useWindowTitle(title: string): void {
	const {stdout} = useStdout();
	const isTerminal = 'isTTY' in stdout && stdout.isTTY === true;
	const last = useRef(Number.NEGATIVE_INFINITY);
	useEffect(() => {
		if (!isTerminal) return undefined;
		const write = (): void => {
			last.current = performance.now();
			stdout.write(`\u001b]2;${printable(title)}${bell}`);
		};
		const wait = last.current + titleInterval - performance.now();
		if (wait <= 0) {
			write();
			return undefined;
		}
		const timer = setTimeout(write, wait);
		return () => clearTimeout(timer);
	}, [stdout, isTerminal, title]);
}

/**
 * Returns a function that puts a text on the clipboard of the terminal's machine, if the terminal allows it (OSC 52).
 */
export function useClipboard(): (text: string) => void {
	const {stdout} = useStdout();
	return text => {
		stdout.write(`\u001b]52;c;${Buffer.from(text).toString('base64')}${bell}`);
	};
}

/** Long before that a program has been stopped, unless nobody could let it go on. In milliseconds. */
const stoppingMs = 300;

/**
 * Ctrl-Z: restores the terminal, stops the process group as the shell expects, and redraws after `fg`. Where there is no
 * shell to go back to, as in a window of its own, the system stops nobody: then it redraws at once.
 */
export function useSuspend(keys: KeyStream | undefined): void {
	const {suspendTerminal} = useApp();
	const {stdout} = useStdout();
	useEffect(() => {
		if (keys === undefined || process.platform === 'win32') return undefined;
		const suspend = async (): Promise<void> => {
			const suspension = await suspendTerminal();
			await taken(stdout);
			const goOn = () => {
				clearTimeout(timer);
				process.off('SIGCONT', goOn);
				void suspension.resume();
			};
			const timer = setTimeout(goOn, stoppingMs);
			process.once('SIGCONT', goOn);
			process.kill(0, 'SIGTSTP');
		};
		const listener = (): void => {
			// A second Ctrl-Z during the first has no effect.
			suspend().catch(() => {});
		};
		keys.on('suspend', listener);
		return () => {
			keys.off('suspend', listener);
		};
	}, [keys, suspendTerminal, stdout]);
}

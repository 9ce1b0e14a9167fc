/** Runs the person's own programs, a pager or an editor, in the terminal. */
import {spawn} from 'node:child_process';
import process from 'node:process';
import {useApp, useStdout} from 'ink';
import {reasonOf} from '../../text/reasons.ts';
import {taken} from '../bounded-output.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The pager if the environment names none. There is no default editor: some are hard to quit. */
const usualPager = process.platform === 'win32' ? 'more' : 'less';

/**
 * The command in the environment (POSIX, "Environment Variables": PAGER, EDITOR, VISUAL); undefined when it names no
 * editor.
 */
export function commandFor(kind: 'pager' | 'editor', env: Environment): string | undefined {
	const named = kind === 'pager' ? env.PAGER : env.VISUAL || env.EDITOR;
	if (named !== undefined && named.trim() !== '') return named;
	return kind === 'pager' ? usualPager : undefined;
}

/** Why nothing opens, and what to do. */
const nameOne = {
	pager: 'Start p2pci with PAGER=less, or another one, in the environment.',
	editor: 'Start p2pci with EDITOR=vi, or another one, in the environment.',
} as const;

/** Runs a command with a file. Resolves with its exit code; rejects when it cannot be run. */
function run(command: string, file: string): Promise<number> {
	const child =
		process.platform === 'win32'
			? spawn(`${command} "${file}"`, {shell: true, stdio: 'inherit'})
			: spawn('/bin/sh', ['-c', `${command} "$1"`, 'sh', file], {stdio: 'inherit'});
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', (code, signal) => resolve(signal === null ? (code ?? 0) : 0));
	});
}

/** Ignores Ctrl-C while it belongs to the other program. Returns the function to undo that. */
function holdInterrupts(): () => void {
	const listeners = process.listeners('SIGINT');
	const ignore = (): void => {};
	process.removeAllListeners('SIGINT');
	process.on('SIGINT', ignore);
	return () => {
		process.off('SIGINT', ignore);
		for (const listener of listeners) process.on('SIGINT', listener);
	};
}

const notFound = 127;

/** Shows a file in another program, and redraws the screen afterwards. Resolves with a sentence if that failed. */
export function useExternal(): (kind: 'pager' | 'editor', file: string) => Promise<string | undefined> {
	const {suspendTerminal} = useApp();
	const {stdout} = useStdout();
	return async (kind, file) => {
		const command = commandFor(kind, process.env);
		if (command === undefined) return `No ${kind} is named. ${nameOne[kind]}`;
		let trouble: string | undefined;
		try {
			await suspendTerminal(async () => {
				const listenAgain = holdInterrupts();
				try {
					await taken(stdout);
					if ((await run(command, file)) === notFound)
						trouble = `There is no program \`${command}\` here. ${nameOne[kind]}`;
				} finally {
					listenAgain();
				}
			});
		} catch (error) {
			return `\`${command}\` could not be run (${reasonOf(error)}).`;
		}
		return trouble;
	};
}

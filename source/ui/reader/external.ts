/** Other programs of the person's, which have the terminal while they run: a pager, an editor. */
import {spawn} from 'node:child_process';
import process from 'node:process';
import {useApp} from 'ink';
import {reasonOf} from '../../text/reasons.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment names (POSIX, "Environment Variables": PAGER, EDITOR, VISUAL); undefined when it names nothing. */
export function commandFor(kind: 'pager' | 'editor', env: Environment): string | undefined {
	const named = kind === 'pager' ? env.PAGER : env.VISUAL || env.EDITOR;
	return named === undefined || named.trim() === '' ? undefined : named;
}

/** Why nothing opens, and what to do. */
export const noCommand = {
	pager: 'No pager is named: start p2pci with PAGER=less, or another one, in the environment.',
	editor: 'No editor is named: start p2pci with EDITOR=vi, or another one, in the environment.',
} as const;

/** Runs a command of the person's with a file. Resolves with its exit code; rejects when it cannot be run. */
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

/** Ctrl-C in the other program is no word to this one. Returns the way to listen again. */
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

/** Shows a file in another program, and draws the screen again after it. Resolves with a sentence where that failed. */
export function useExternal(
	env: Environment = process.env,
): (kind: 'pager' | 'editor', file: string) => Promise<string | undefined> {
	const {suspendTerminal} = useApp();
	return async (kind, file) => {
		const command = commandFor(kind, env);
		if (command === undefined) return noCommand[kind];
		let trouble: string | undefined;
		try {
			await suspendTerminal(async () => {
				const listenAgain = holdInterrupts();
				try {
					if ((await run(command, file)) === notFound) trouble = `There is no program \`${command}\` here.`;
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

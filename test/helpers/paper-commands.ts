/** The commands and messages that the readme or a sample document shows, to be typed and compared as readers do. */
import {execFile} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {type Environment, isolatedEnvironment, launcher} from './program.ts';
import type {TemporaryFolder} from './temp.ts';
import {startInTerminal} from './terminal.ts';

const sources = path.resolve(import.meta.dirname, '../../docs/rfc-source');

/** What stands between ``` in the source of a sample document, in order; commands in one line. */
export function verbatimOf(rfc: number): readonly string[] {
	const name = readdirSync(sources).find(each => each.startsWith(`${rfc}-`)) ?? '';
	const text = readFileSync(path.join(sources, name), 'utf8');
	return [...text.matchAll(/^ *```\n(.*?)^ *```$/gms)].map(([, lines = '']) => lines.replaceAll(/\\\n\s*/g, ''));
}

/** The only one of these texts that contains this; throws otherwise. */
export function only(texts: readonly string[], part: string): string {
	const [found, more] = texts.filter(text => text.includes(part));
	if (found === undefined || more !== undefined) throw new Error(`${more ? 'several have' : 'none has'} ${part}`);
	return found;
}

/** Connects stdin and stdout to a port, and closes after the end of its input. */
const netcat = `
const socket = require('node:net').connect(Number(process.argv[3]), process.argv[2]);
process.stdin.pipe(socket).pipe(process.stdout);
`;

/** A machine on which the programs are installed that a document names. */
export class Shell {
	readonly #home: TemporaryFolder;
	readonly #environment: Environment;

	constructor(home: TemporaryFolder, environment: Environment = {}) {
		this.#home = home;
		mkdirSync(home.at('bin'));
		writeFileSync(home.at('nc.cjs'), netcat);
		const scripts = {p2pci: launcher, nc: home.at('nc.cjs')};
		for (const [name, script] of Object.entries(scripts)) {
			const start = `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`;
			writeFileSync(home.at('bin', name), start, {mode: 0o755});
		}
		// npx itself would look for the package in the folder of the test.
		writeFileSync(home.at('bin', 'npx'), '#!/bin/sh\nexec "$@"\n', {mode: 0o755});
		const folders = `${home.at('bin')}${path.delimiter}${process.env.PATH}`;
		this.#environment = isolatedEnvironment(home.path, {...environment, PATH: folders});
	}

	/** Types a command on a terminal, and resolves with the lines that are on it at its end. */
	async show(command: string): Promise<readonly string[]> {
		const look = {home: this.#home.path, env: this.#environment, columns: 250, rows: 400};
		await using terminal = startInTerminal(['-c', command], {...look, command: 'sh'});
		await terminal.exit;
		return terminal.screen().trimEnd().split('\n');
	}

	/** Types a command, and resolves at its end. */
	type(command: string): Promise<{readonly code: number; readonly stdout: string; readonly stderr: string}> {
		const options = {cwd: this.#home.path, env: this.#environment};
		return new Promise(resolve => {
			execFile('sh', ['-c', command], options, (error, stdout, stderr) => {
				resolve({code: typeof error?.code === 'number' ? error.code : error ? 128 : 0, stdout, stderr});
			});
		});
	}
}

/** The arguments of a `p2pci` command. */
export const argumentsOf = (command: string): readonly string[] =>
	/\bp2pci (.*)/.exec(command)?.[1]?.trim().split(/\s+/) ?? [];

import {type ChildProcess, spawn} from 'node:child_process';
import {closeSync, openSync} from 'node:fs';
import process from 'node:process';
import {Changes} from './changes.ts';
import {type Environment, type Exit, end, isolatedEnvironment, launcher} from './program.ts';

export type ProcessOptions = {
	/** The home folder of the program's user: a temporary folder of the test. */
	readonly home: string;
	/** Added to the cleaned environment. */
	readonly env?: Environment;
	/** The home folder by default. */
	readonly cwd?: string;
	/** The script to run; the program's launcher by default. */
	readonly script?: string;
	/** How many files and connections it may have open at once; what this process may by default. */
	readonly openFiles?: number;
	/** How large a file may become that it writes, in blocks of 512 bytes: further bytes fail as on a full disk. */
	readonly fileBlocks?: number;
	/** The file that takes stdout, which can then not be read here. */
	readonly output?: string;
};

/** Starts the real program without a terminal: its output is not a TTY and its input is empty. */
export function startProcess(args: readonly string[], options: ProcessOptions): ProcessUnderTest {
	return new ProcessUnderTest(args, options);
}

/** A running program and the lines it writes. Disposing ends it, and only it. */
export class ProcessUnderTest implements AsyncDisposable {
	/** Resolves when the program has ended and all its output has been read. */
	readonly exit: Promise<Exit>;
	readonly #child: ChildProcess;
	readonly #output: Buffer[] = [];
	readonly #errors: Buffer[] = [];
	readonly #changes = new Changes();
	/** Lines of stdout that `waitForLine` has consumed. */
	#seen = 0;

	constructor(
		args: readonly string[],
		{home, env, cwd = home, script = launcher, openFiles, fileBlocks, output}: ProcessOptions,
	) {
		const words = [process.execPath, script, ...args];
		const limits = Object.entries({n: openFiles, f: fileBlocks}).filter(([, limit]) => limit !== undefined);
		const set = limits.map(([letter, limit]) => `ulimit -${letter} ${limit} && `).join('');
		const limited = set === '' ? [] : ['sh', '-c', `${set}exec "$@"`, 'sh'];
		const [command = '', ...rest] = [...limited, ...words];
		const stdout = output === undefined ? 'pipe' : openSync(output, 'w');
		this.#child = spawn(command, rest, {
			cwd,
			env: isolatedEnvironment(home, env),
			stdio: ['ignore', stdout, 'pipe'],
		});
		if (stdout !== 'pipe') closeSync(stdout);
		const collect = (into: Buffer[]) => (chunk: Buffer) => {
			into.push(chunk);
			this.#changes.notify();
		};
		this.#child.stdout?.on('data', collect(this.#output));
		this.#child.stderr?.on('data', collect(this.#errors));
		this.exit = new Promise((resolve, reject) => {
			this.#child.once('error', reject);
			this.#child.once('close', (code, signal) => {
				this.#changes.end();
				resolve(signal === null ? {code: code ?? 1} : {code: 128, signal});
			});
		});
		// Those interested in the failure await `exit`; it must not become an unhandled rejection.
		this.exit.catch(() => {});
	}

	/** Stdout so far. */
	get stdout(): string {
		return Buffer.concat(this.#output).toString();
	}

	/** Stderr so far. */
	get stderr(): string {
		return Buffer.concat(this.#errors).toString();
	}

	get pid(): number | undefined {
		return this.#child.pid;
	}

	get hasExited(): boolean {
		return this.#changes.ended;
	}

	/** Complete lines of stdout so far, without their ends. */
	get lines(): readonly string[] {
		return this.stdout.split(/\r?\n/).slice(0, -1);
	}

	/**
	 * The next matching line of stdout after the one found last. Throws with the whole output when there is none within
	 * `timeout` ms, or before the program ends.
	 */
	async waitForLine(pattern: RegExp, timeout = 30_000): Promise<RegExpExecArray> {
		const fails = (reason: string): Error =>
			new Error(`${reason} ${pattern}; stdout:\n${this.stdout}\nstderr:\n${this.stderr}`);
		return this.#changes.until({
			find: () => this.#nextLine(pattern),
			timeout,
			late: () => fails(`waited ${timeout} ms for`),
			ended: () => fails('the program ended before'),
		});
	}

	/** Stops reading what it prints, as `head` does when it has seen enough. */
	closeOutput(): void {
		this.closeStdout();
		this.#child.stderr?.destroy();
	}

	/** As `closeOutput`, but goes on reading stderr. */
	closeStdout(): void {
		this.#child.stdout?.destroy();
	}

	/** Sends a signal to the program. */
	kill(signal: NodeJS.Signals = 'SIGTERM'): void {
		if (!this.#changes.ended) this.#child.kill(signal);
	}

	async [Symbol.asyncDispose](): Promise<void> {
		if (!this.#changes.ended) await end(this.#child, this.exit);
	}

	#nextLine(pattern: RegExp): RegExpExecArray | undefined {
		const {lines} = this;
		for (let index = this.#seen; index < lines.length; index++) {
			const match = pattern.exec(lines[index] ?? '');
			if (!match) continue;
			this.#seen = index + 1;
			return match;
		}
		return undefined;
	}
}

/** A running index server. */
export type RunningServer = AsyncDisposable & {
	readonly process: ProcessUnderTest;
	/** The address of its line `Started listening on IP <ip> Port : <port>`. */
	readonly host: string;
	readonly port: number;
};

export type ServerOptions = ProcessOptions & {
	/** Default 127.0.0.1. */
	readonly host?: string;
	/** Any free port by default; for a server that is to come back there, an `unusedPort`. */
	readonly port?: number;
	/** Further flags. */
	readonly args?: readonly string[];
};

/** Starts `p2pci server --no-tui` on loopback and resolves when it listens. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
	const {host = '127.0.0.1', port = 0, args = [], ...rest} = options;
	const server = startProcess(['server', '--no-tui', '--host', host, '--port', String(port), ...args], rest);
	try {
		const ready = await server.waitForLine(/^Started listening on IP (\S+) Port : (\d+)$/);
		return {
			process: server,
			host: ready[1] ?? '',
			port: Number(ready[2]),
			[Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
		};
	} catch (error) {
		await server[Symbol.asyncDispose]();
		throw error;
	}
}

/** What the benchmarks of transfers share: a network of processes, programs that are timed, and words for results. */
import {type ChildProcess, fork, spawn} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as wait} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {openIndexLink} from '../source/peer/index-link.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

/** The program, as it was built: `npm run build` makes it. */
export const program = path.join(here, '../bin/p2pci.js');

export type Network = {
	/** Of the index server. */
	readonly port: number;
	/** MiB that each process has held at most: the index server, then the peers. */
	readonly peaks: () => Promise<readonly number[]>;
	readonly stop: () => void;
};

/** Starts an index server and peers that all share a folder; resolves when the digest of every document is in the index. */
export async function startNetwork(folder: string, peers: number, documents: number): Promise<Network> {
	const members: ChildProcess[] = [];
	const start = async (...args: readonly string[]): Promise<number> => {
		const member = fork(path.join(here, 'member.ts'), args);
		members.push(member);
		const [{port}] = await new Promise<readonly {readonly port: number}[]>((resolve, reject) => {
			member.once('message', (message: {readonly port: number}) => resolve([message]));
			member.once('exit', code => reject(new Error(`a member ended with ${code}`)));
		}).then(found => (found[0] ? ([found[0]] as const) : Promise.reject(new Error('no port'))));
		return port;
	};
	const stop = () => {
		for (const member of members) member.kill();
	};
	process.once('exit', stop);
	const port = await start('server');
	for (let index = 0; index < peers; index++) await start('peer', `peer${index}`, folder, String(port));
	const link = await openIndexLink({host: '127.0.0.1', port});
	const all = async () => (await link.list()).filter(({digest}) => digest !== undefined).length === peers * documents;
	while (!(await all())) await wait(50);
	link.close();
	const peaks = () => Promise.all(members.map(peakOf));
	return {port, peaks, stop};
}

function peakOf(member: ChildProcess): Promise<number> {
	return new Promise(resolve => {
		member.once('message', ({peakKiB}: {readonly peakKiB: number}) => resolve(peakKiB / 1024));
		member.send('peak');
	});
}

export type Run = {readonly seconds: number; readonly peakMiB: number; readonly output: string};

/** Runs a program to its end. Rejects when it fails. */
export function timed(command: string, args: readonly string[]): Promise<Run> {
	return new Promise((resolve, reject) => {
		const began = performance.now();
		const child = spawn(command, args, {stdio: ['ignore', 'pipe', 'pipe']});
		let output = '';
		let peakMiB = 0;
		child.stdout.on('data', (chunk: Buffer) => {
			output += chunk;
		});
		child.stderr.on('data', (chunk: Buffer) => {
			output += chunk;
		});
		const look = setInterval(() => {
			peakMiB = Math.max(peakMiB, peakOfProcess(child.pid));
		}, 20);
		child.once('error', reject);
		child.once('close', code => {
			clearInterval(look);
			const seconds = (performance.now() - began) / 1000;
			if (code === 0) resolve({seconds, peakMiB, output});
			else reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${output.slice(-2000)}`));
		});
	});
}

/** What Linux says that a process has held at most; 0 elsewhere. */
function peakOfProcess(pid: number | undefined): number {
	try {
		const [, kib = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
		return Number(kib) / 1024;
	} catch {
		return 0;
	}
}

/** A program that is compared with. Throws, naming the package of Debian, when it is not there. */
export function anchor(name: string, debian: string): string {
	const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];
	const found = folders.map(folder => path.join(folder, name)).find(file => existsSync(file));
	if (found === undefined) throw new Error(`${name} is not installed: apt-get install ${debian}`);
	return found;
}

export const median = (values: readonly number[]): number =>
	values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** A line of a table: a name, then seconds, then whatever follows. */
export const row = (name: string, seconds: number, ...more: readonly string[]): string =>
	[name.padEnd(34), `${seconds.toFixed(2)} s`.padStart(9), ...more].join('  ');

/**
 * Kills programs (-9) at any moment during a mirror: after each restart it continues, and in the end everything is
 * there.
 */

import {createHash} from 'node:crypto';
import {copyFile, readdir, readFile, writeFile} from 'node:fs/promises';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {indexRecords} from '../helpers/index-records.ts';
import {unusedPort} from '../helpers/ports.ts';
import {type ProcessUnderTest, startProcess} from '../helpers/process.ts';
import {realRfcFolder} from '../helpers/real-rfcs.ts';
import {type TemporaryFolder, temporaryFolder} from '../helpers/temp.ts';
import {until} from '../helpers/until.ts';

const mebi = 1024 * 1024;
const largeRfc = 900_900;
const largeBytes = 64 * mebi;
const realDocuments = 80;

/** Reproducible random numbers in 0..1. */
function random(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What is shared: real RFCs and one large file; returns the digest of each. */
async function makeShared(folder: string): Promise<ReadonlyMap<string, string>> {
	const digests = new Map<string, string>();
	const names = (await readdir(realRfcFolder())).filter(name => /^rfc\d+\.txt$/.test(name)).sort();
	for (const name of names.slice(0, realDocuments)) {
		await copyFile(`${realRfcFolder()}/${name}`, `${folder}/${name}`);
		digests.set(name, digestOf(await readFile(`${folder}/${name}`)));
	}
	const large = Buffer.alloc(largeBytes);
	const next = random(9);
	for (let at = 0; at < large.length; at += 4) large.writeUInt32LE(Math.floor(next() * 2 ** 32), at);
	await writeFile(`${folder}/rfc${largeRfc}.txt`, large);
	digests.set(`rfc${largeRfc}.txt`, digestOf(large));
	return digests;
}

/** An index server, three sources that can be killed and are restarted at once, and a mirror. */
class Network implements AsyncDisposable {
	readonly #folder: TemporaryFolder;
	readonly #shared: string;
	#server: ProcessUnderTest | undefined;
	#sources: ProcessUnderTest[] = [];
	readonly #registered: Array<Promise<unknown>> = [];
	#port = 0;
	#lives = 0;
	/** The names of the running sources. */
	readonly #names: string[] = [];

	constructor(folder: TemporaryFolder, shared: string) {
		this.#folder = folder;
		this.#shared = shared;
	}

	async start(): Promise<void> {
		this.#port = await unusedPort();
		await this.#startServer();
		for (let index = 0; index < 3; index++) this.#sources[index] = this.#startSource(index);
	}

	/** Kills the server and restarts it at the same port, without its index. */
	async killServer(): Promise<void> {
		// A peer that cannot join at its start ends; one that has joined waits for its server.
		await Promise.all(this.#registered);
		await killed(this.#server);
		await this.#startServer();
	}

	async killSource(index: number): Promise<void> {
		await killed(this.#sources[index]);
		this.#sources[index] = this.#startSource(index);
	}

	mirror(pace?: string): ProcessUnderTest {
		const flags = pace === undefined ? [] : ['--pace', pace];
		return this.#program('mirror', '--output', this.#folder.at('mirror'), '--server', this.#place, ...flags);
	}

	/** Resolves when the index has this many documents, with digests, of every running source. */
	async announced(documents: number): Promise<void> {
		let found = '';
		const all = async () => {
			const records = await indexRecords(this.#port, 'LIST ALL');
			const live = records.filter(({host, digest}) => digest !== undefined && this.#names.includes(host));
			found = JSON.stringify([this.#names, [...new Set(records.map(({host}) => host))], live.length]);
			return live.length === 3 * documents;
		};
		await until(all).catch((error: unknown) => {
			const said = this.#sources.map(({stdout, stderr}) => stdout.slice(-500) + stderr.slice(-500));
			throw new Error(`${found} ${said.join('\n')}`, {cause: error});
		});
	}

	async [Symbol.asyncDispose](): Promise<void> {
		for (const each of [...this.#sources, this.#server]) await killed(each);
	}

	get #place(): string {
		return `127.0.0.1:${this.#port}`;
	}

	async #startServer(): Promise<void> {
		const port = String(this.#port);
		this.#server = this.#program('server', '--no-tui', '--host', '127.0.0.1', '--port', port);
		await this.#server.waitForLine(/^Started listening on IP \S+ Port : \d+$/);
	}

	/** Under a new name, since that of a killed one is not free at once. */
	#startSource(index: number): ProcessUnderTest {
		const name = `source${index}-${++this.#lives}`;
		this.#names[index] = name;
		const flags = ['--no-tui', '--name', name, '--server', this.#place];
		const downloads = this.#folder.at(`downloads${index}`);
		const place = ['--rfcs', this.#shared, '--downloads', downloads, '--host', '127.0.0.1'];
		const source = this.#program('peer', ...flags, ...place, '--upload-port', '0');
		this.#registered[index] = source.waitForLine(/^Registered/);
		// A source that is killed earlier is replaced, along with its promise.
		this.#registered[index].catch(() => {});
		return source;
	}

	#program(...args: readonly string[]): ProcessUnderTest {
		return startProcess(args, {home: this.#folder.path});
	}
}

async function killed(program: ProcessUnderTest | undefined): Promise<void> {
	program?.kill('SIGKILL');
	await program?.exit;
}

/** The names in a folder; none while it is not there. */
const namesIn = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);

const wait = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

describe('a mirror of real RFCs and a file of 64 MiB from three peers', () => {
	let shared: TemporaryFolder;
	let digests: ReadonlyMap<string, string>;
	beforeAll(async () => {
		shared = await temporaryFolder();
		digests = await makeShared(shared.path);
	});
	afterAll(() => shared[Symbol.asyncDispose]());

	for (const seed of [1, 2]) {
		it(`survives kills of itself, of sources and of the server (seed ${seed})`, {timeout: 240_000}, async () => {
			await using folder = await temporaryFolder();
			await using network = new Network(folder, shared.path);
			await network.start();
			await network.announced(digests.size);
			const next = random(seed);
			let mirror = network.mirror('24MiB/s');
			for (const victim of ['mirror', 'source', 'mirror', 'server', 'mirror', 'source', 'mirror'] as const) {
				// In the middle of the large file, however long it takes to get there.
				await until(async () =>
					(await namesIn(folder.at('mirror'))).some(name => /\.journal$|900900\.txt$/.test(name)),
				);
				await wait(500 * next());
				if (victim === 'mirror') {
					await killed(mirror);
					mirror = network.mirror('24MiB/s');
				} else if (victim === 'source') await network.killSource(Math.floor(3 * next()));
				else await network.killServer();
			}
			await mirror.exit;
			// Everything that was killed has been restarted.
			await network.announced(digests.size);
			const last = network.mirror();
			expect(await last.exit, last.stderr).toEqual({code: 0});
			const names = await readdir(folder.at('mirror'));
			expect(names.sort()).toEqual([...digests.keys()].sort());
			for (const name of names)
				expect(digestOf(await readFile(folder.at('mirror', name))), name).toBe(digests.get(name));
		});
	}
});

/** Programs killed (-9) at any moment, in the middle of a mirror: each time it is begun again it goes on, and all ends well. */
import {createHash} from 'node:crypto';
import {copyFile, mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import {describe, expect, it} from 'vitest';
import {type ProcessUnderTest, startProcess} from '../helpers/process.ts';
import {realRfcFolder} from '../helpers/real-rfcs.ts';
import {type TemporaryFolder, temporaryFolder} from '../helpers/temp.ts';
import {until} from '../helpers/until.ts';

const mebi = 1024 * 1024;
const largeRfc = 900_900;
const largeBytes = 64 * mebi;
const realDocuments = 80;

/** Numbers in 0..1, the same for one seed each time. */
function random(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What is shared: real RFCs and one large file; gives the digest of each. */
async function makeShared(folder: string): Promise<ReadonlyMap<string, string>> {
	await mkdir(folder);
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

/** An index server and three sources, each of which can be killed and is there again at once, and a mirror. */
class Network implements AsyncDisposable {
	readonly #folder: TemporaryFolder;
	#server: ProcessUnderTest | undefined;
	#sources: ProcessUnderTest[] = [];
	readonly #registered: Array<Promise<unknown>> = [];
	#port = 0;
	#lives = 0;
	/** Of the sources that live. */
	readonly #names: string[] = [];

	constructor(folder: TemporaryFolder) {
		this.#folder = folder;
	}

	async start(): Promise<void> {
		await this.#startServer();
		for (let index = 0; index < 3; index++) this.#sources[index] = this.#startSource(index);
	}

	/** Kills the server and starts it at the same port; what it knew is gone. */
	async killServer(): Promise<void> {
		// A peer that cannot join when it begins ends; one that has joined waits for its server.
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

	/** Resolves when the index knows all so many documents, and their digests, of every source that lives. */
	async announced(documents: number): Promise<void> {
		let found = '';
		const all = async () => {
			const list = this.#program('list', '--json', '--server', this.#place);
			if ((await list.exit).code !== 0) return false;
			const records = JSON.parse(list.stdout) as ReadonlyArray<{readonly host: string; readonly digest?: string}>;
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
		const found = await this.#server.waitForLine(/^Started listening on IP \S+ Port : (\d+)$/);
		this.#port = Number(found[1]);
	}

	/** With a new name: that of who was killed is not free at once. */
	#startSource(index: number): ProcessUnderTest {
		const name = `source${index}-${++this.#lives}`;
		this.#names[index] = name;
		const flags = ['--no-tui', '--name', name, '--server', this.#place];
		const downloads = this.#folder.at(`downloads${index}`);
		const place = ['--rfcs', this.#folder.at('shared'), '--downloads', downloads, '--host', '127.0.0.1'];
		const source = this.#program('peer', ...flags, ...place, '--upload-port', '0');
		this.#registered[index] = source.waitForLine(/^Registered/);
		// Who is killed before that is replaced, with its promise.
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
	for (const seed of [1, 2, 3]) {
		it(`survives kills of itself, of sources and of the server (seed ${seed})`, {timeout: 120_000}, async () => {
			await using folder = await temporaryFolder();
			const digests = await makeShared(folder.at('shared'));
			await using network = new Network(folder);
			await network.start();
			await network.announced(digests.size);
			const next = random(seed);
			let mirror = network.mirror('24MiB/s');
			for (const victim of ['mirror', 'source', 'mirror', 'server', 'mirror', 'source', 'mirror'] as const) {
				// In the middle of the large file, whatever the machine needs to come there.
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
			// All that was killed is there again.
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

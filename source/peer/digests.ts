/**
 * The SHA-256 digests of a peer's files: read in the background, a few files at a time in small pieces, and remembered.
 *
 *   unknown -> wanted -> read -> known: until the facts of the file are others
 *                  \--> unreadable, or changed while it was read: unknown until it is wanted again
 */
import {createHash} from 'node:crypto';
import {setTimeout as sleep} from 'node:timers/promises';
import {type KnownDigest, loadDigests, saveDigests} from './digest-file.ts';
import {type FileFacts, factsOf, openFile, sameFile} from './safe-file.ts';

export type DigestsOptions = {
	/** The file that remembers them from one start to the next; nothing is remembered without. */
	readonly file?: string | undefined;
	/** Told the paths whose digests became known, a while's worth at a time. */
	readonly onKnown: (paths: readonly string[]) => void;
};

type Wanted = {
	readonly path: string;
	readonly facts: FileFacts;
	readonly done: Promise<void>;
	readonly finish: () => void;
};

/** Files read at a time: four keep the system's four threads for files busy. */
const lanes = 4;
/** Digests that become known within this time are told together. */
const tellMs = 20;
const saveMs = 5000;
/** Clocks of file systems tick every few milliseconds: another change within one tick would show nowhere. */
const tickMs = 30;
/** Small, so that hashing a piece holds up nothing: 80 us. */
const pieceBytes = 128 * 1024;

export class Digests {
	readonly #options: DigestsOptions;
	#known = new Map<string, KnownDigest>();
	readonly #wanted = new Map<string, Wanted>();
	readonly #queue: Wanted[] = [];
	/** Known, and not told yet. */
	#news = new Set<string>();
	/** Those who wait for what is not told yet. */
	#waiting: (() => void)[] = [];
	#running = 0;
	#stopped = false;
	#telling: NodeJS.Timeout | undefined;
	#savingSoon: NodeJS.Timeout | undefined;
	#saving: Promise<void> = Promise.resolve();
	#unsaved = false;

	constructor(options: DigestsOptions) {
		this.#options = options;
	}

	/** Reads what was remembered. Where that cannot be read, the documents are. */
	async load(): Promise<void> {
		const {file} = this.#options;
		if (file !== undefined) this.#known = await loadDigests(file).catch(() => new Map());
	}

	/** The digest of a file as it is by these facts, if it is known. */
	known(path: string, facts: FileFacts): string | undefined {
		const known = this.#known.get(path);
		return known && sameFile(known, facts) ? known.digest : undefined;
	}

	/** Reads a file when its turn comes, unless its digest is known. Resolves when that is over and told, however it ended. */
	want(path: string, facts: FileFacts): Promise<void> {
		if (this.#stopped) return Promise.resolve();
		if (this.known(path, facts) !== undefined) return this.#news.has(path) ? this.#told() : Promise.resolve();
		const before = this.#wanted.get(path);
		if (before && sameFile(before.facts, facts)) return before.done;
		const {promise: done, resolve: finish} = Promise.withResolvers<void>();
		const wanted = {path, facts, done, finish};
		this.#wanted.set(path, wanted);
		this.#queue.push(wanted);
		if (this.#running < lanes) void this.#work();
		return done;
	}

	/** The digest of a file as it is now; undefined when it changes, or cannot be read. Waits for no other file. */
	async now(path: string): Promise<string | undefined> {
		try {
			const {handle, ...facts} = await openFile(path);
			await handle.close();
			const known = this.known(path, facts);
			if (known !== undefined) return known;
			const read = await readDigest(path, Buffer.allocUnsafe(pieceBytes), () => false);
			if (read && !this.#stopped) this.#learn(path, read);
			return read?.digest;
		} catch {
			return undefined;
		}
	}

	/** Reads nothing more, and has written what is to be remembered. */
	async stop(): Promise<void> {
		this.#stopped = true;
		clearTimeout(this.#telling);
		clearTimeout(this.#savingSoon);
		for (const finish of [...this.#waiting, ...[...this.#wanted.values()].map(wanted => wanted.finish)]) finish();
		this.#wanted.clear();
		this.#queue.length = 0;
		if (this.#unsaved) this.#save();
		await this.#saving;
	}

	async #work(): Promise<void> {
		this.#running++;
		const buffer = Buffer.allocUnsafe(pieceBytes);
		for (let next = this.#queue.shift(); next && !this.#stopped; next = this.#queue.shift()) {
			// Something newer of the same name waits further back.
			const learned = this.#wanted.get(next.path) === next && (await this.#read(next, buffer));
			if (learned) this.#waiting.push(next.finish);
			else next.finish();
		}
		this.#running--;
	}

	/** Whether there is something to tell. */
	async #read(wanted: Wanted, buffer: Buffer): Promise<boolean> {
		const {path, facts} = wanted;
		try {
			const young = facts.changed + tickMs - Date.now();
			if (young > 0) await sleep(Math.min(young, tickMs));
			const known = await readDigest(path, buffer, () => this.#stopped);
			if (!known || this.#stopped) return false;
			this.#learn(path, known);
			return true;
		} catch {
			// Why it cannot be read the folder tells.
			return false;
		} finally {
			if (this.#wanted.get(path) === wanted) this.#wanted.delete(path);
		}
	}

	#learn(path: string, known: KnownDigest): void {
		// Taken out first, so that the newest are last.
		this.#known.delete(path);
		this.#known.set(path, known);
		this.#news.add(path);
		this.#telling ??= setTimeout(() => this.#tell(), tellMs).unref();
		this.#unsaved = true;
		this.#savingSoon ??= setTimeout(() => this.#save(), saveMs).unref();
	}

	/** Resolves when what is known is told. */
	#told(): Promise<void> {
		return new Promise(resolve => this.#waiting.push(resolve));
	}

	#tell(): void {
		this.#telling = undefined;
		const news = this.#news;
		this.#news = new Set();
		this.#options.onKnown([...news]);
		for (const finish of this.#waiting.splice(0)) finish();
	}

	#save(): void {
		clearTimeout(this.#savingSoon);
		this.#savingSoon = undefined;
		this.#unsaved = false;
		const {file} = this.#options;
		if (file === undefined) return;
		// What cannot be remembered is read again at the next start: nobody needs to be told.
		this.#saving = this.#saving.then(() => saveDigests(file, this.#known)).catch(() => {});
	}
}

/** Reads a whole file; undefined when it changed meanwhile, or when it is told to stop. Rejects as `openFile` does. */
async function readDigest(path: string, buffer: Buffer, stopped: () => boolean): Promise<KnownDigest | undefined> {
	const {handle, ...before} = await openFile(path);
	try {
		const hash = createHash('sha256');
		let position = 0;
		while (!stopped()) {
			const {bytesRead} = await handle.read(buffer, 0, buffer.length, position);
			if (bytesRead === 0) break;
			hash.update(buffer.subarray(0, bytesRead));
			position += bytesRead;
		}
		const {bytes, modified, inode, changed} = factsOf(await handle.stat());
		if (stopped() || position !== bytes || !sameFile(before, {bytes, modified, inode, changed})) return undefined;
		return {bytes, modified, inode, changed, digest: `sha-256=:${hash.digest('base64')}:`};
	} finally {
		await handle.close();
	}
}

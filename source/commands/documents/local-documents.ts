/** The documents that a mirror's folder already has, with a digest cache that lasts from one run to the next. */
import {createHash} from 'node:crypto';
import {stat} from 'node:fs/promises';
import path from 'node:path';
import {exists, factsOf, isLeftEmpty} from '../../peer/disk/safe-file.ts';
import {Digests} from '../../peer/library/digests.ts';
import {userFolders} from '../process/user-folders.ts';
import {listDocuments} from './folder-documents.ts';

export type LocalDocument = {
	readonly file: string;
	readonly bytes: number;
	/** Absent when the file cannot be read, or changes meanwhile. */
	readonly digest?: string;
	/** Whether it holds nothing, as after a power failure. */
	readonly isLeftEmpty?: boolean;
};

export class LocalDocuments {
	readonly #folder: string;
	/** Absent where there are no documents. */
	readonly #digests: Digests | undefined;
	readonly #files: ReadonlyMap<number, string>;

	private constructor(folder: string, {files, digests}: {files: ReadonlyMap<number, string>; digests?: Digests}) {
		this.#folder = folder;
		this.#files = files;
		this.#digests = digests;
	}

	/** Lists a folder, which may not exist yet. Rejects with a `FailureError`. */
	static async open(folder: string): Promise<LocalDocuments> {
		const {files} = (await exists(folder)) ? await listDocuments(folder, '--output') : {files: new Map()};
		if (files.size === 0) return new LocalDocuments(folder, {files});
		const digests = new Digests({file: memoryOf(folder), onKnown: () => {}});
		await digests.load();
		return new LocalDocuments(folder, {files, digests});
	}

	/** Number of documents when the folder was listed. */
	get size(): number {
		return this.#files.size;
	}

	/** The local document of an RFC; undefined when there is none. Reads the file unless its digest is cached. */
	async find(rfc: number): Promise<LocalDocument | undefined> {
		const name = this.#files.get(rfc);
		if (name === undefined || !this.#digests) return undefined;
		const file = path.resolve(this.#folder, name);
		const facts = await stat(file).then(factsOf, () => undefined);
		if (!facts) return {file, bytes: 0};
		const digest = this.#digests.known(file, facts) ?? (await this.#digests.now(file));
		const isEmpty = facts.bytes === 0 && (await isLeftEmpty(file));
		return {file, bytes: facts.bytes, ...(digest === undefined ? {} : {digest}), isLeftEmpty: isEmpty};
	}

	/** Saves the digest cache. */
	async close(): Promise<void> {
		await this.#digests?.stop();
	}
}

/** The cache file of a folder, in the platform's place for such data. */
function memoryOf(folder: string): string {
	const name = createHash('sha256').update(path.resolve(folder)).digest('hex').slice(0, 16);
	return path.join(userFolders().data, 'mirrors', `${name}.json`);
}

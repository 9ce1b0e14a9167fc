/**
 * The digest of a file that is written in any order: computed over its gapless beginning right after each write, while the
 * bytes are still in the processor's cache, so that little remains to be hashed when the last ones arrive.
 *
 * It is that of the file, not only of what was written: where another program has changed the file meanwhile, all of it
 * is read again. Some file systems over a network change the time of a file themselves, a moment after a write or always:
 * so the file is read when all is written then, and only so often anew.
 */
import {createHash, type Hash} from 'node:crypto';
import {fstatSync, readSync} from 'node:fs';
import {digestFrom} from '../../protocol/values.ts';
import {type RangeSet, within} from './range-set.ts';

const pieceBytes = 512 * 1024;
const mostReadings = 5;
/** Shared: only one call uses it at a time. */
const piece = Buffer.allocUnsafe(pieceBytes);

export class RunningDigest {
	readonly #fd: number;
	#hash: Hash = createHash('sha256');
	/** The bytes before this position are covered. */
	#covered = 0;
	/** When the file was last written to, by us as far as is known. */
	#written: bigint;
	#changed = false;
	/** How often the file was found changed while it was read. */
	#disturbed = 0;

	constructor(fd: number) {
		this.#fd = fd;
		this.#written = this.#now();
	}

	/** The digest covers the bytes before this position. */
	get covered(): number {
		return this.#covered;
	}

	/** Whether another program seems to have changed the file. */
	get changed(): boolean {
		return this.#changed;
	}

	/**
	 * Starts again if another program has changed the file, and returns whether it has. To be called before each write:
	 * afterwards nobody could tell.
	 */
	startAgain(): boolean {
		const now = this.#now();
		if (now === this.#written) return false;
		this.#written = now;
		this.#changed = true;
		this.#hash = createHash('sha256');
		this.#covered = 0;
		return true;
	}

	/** To be called after each write. */
	wrote(position: number, bytes: Uint8Array): void {
		this.#written = this.#now();
		if (position !== this.#covered) return;
		this.#hash.update(bytes);
		this.#covered += bytes.length;
	}

	/** Goes on by one piece of what is there. Returns whether there is more to do now. */
	goOn(have: RangeSet): boolean {
		if (this.#disturbed < mostReadings && this.startAgain()) {
			this.#disturbed++;
			return true;
		}
		const [next] = within(have, {start: this.#covered, end: this.#covered + pieceBytes});
		if (!next || next.start !== this.#covered) return false;
		const read = readSync(this.#fd, piece, 0, next.end - next.start, this.#covered);
		if (read === 0) throw new Error('the file was cut while it was written');
		this.#hash.update(piece.subarray(0, read));
		this.#covered += read;
		return true;
	}

	/** `sha-256=:base64:` of what is covered. */
	get value(): string {
		return digestFrom(this.#hash.copy().digest('base64'));
	}

	#now(): bigint {
		return fstatSync(this.#fd, {bigint: true}).mtimeNs;
	}
}

import {dataOffset, factAt, factBytes, type ReadBuffer} from './upload-buffers.ts';
import type {DocumentFacts} from './upload-selection.ts';

/** A part of a file in a buffer. Its bytes are there until `release`, which everyone who got one must call. */
export class FilePiece {
	readonly facts: DocumentFacts;
	/** Where in the file it begins. */
	readonly position: number;
	readonly length: number;
	readonly #bytes: Buffer;
	#release: (() => void) | undefined;

	constructor({bytes, facts}: ReadBuffer, release: () => void) {
		const fact = (name: keyof typeof factAt): number => facts[factAt[name]] ?? 0;
		this.facts = {
			bytes: fact('bytes'),
			modified: fact('modified'),
			changed: fact('changed'),
			inode: fact('inode'),
		};
		this.position = fact('position');
		this.length = fact('length');
		this.#bytes = bytes;
		this.#release = release;
	}

	get data(): Buffer {
		return this.#bytes.subarray(dataOffset, dataOffset + this.length);
	}

	/** The data with a head before it; undefined where there is no room for the head. */
	withHead(head: string): Buffer | undefined {
		const start = dataOffset - Buffer.byteLength(head);
		if (start < factBytes) return undefined;
		this.#bytes.write(head, start);
		return this.#bytes.subarray(start, dataOffset + this.length);
	}

	/** Gives the buffer back; a second call does nothing. */
	release(): void {
		this.#release?.();
		this.#release = undefined;
	}
}

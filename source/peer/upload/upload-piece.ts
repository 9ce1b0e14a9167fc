import {dataOffset, factAt, factBytes, type ReadBuffer} from './upload-buffers.ts';
import type {DocumentFacts} from './upload-selection.ts';

/** A part of a file in a buffer. The bytes are valid until `release`, which every owner must call. */
export class FilePiece {
	readonly facts: DocumentFacts;
	/** Its offset in the file. */
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

	/** The data with a head before it; undefined where the head does not fit. */
	withHead(head: string): Buffer | undefined {
		const start = dataOffset - Buffer.byteLength(head);
		if (start < factBytes) return undefined;
		this.#bytes.write(head, start);
		return this.#bytes.subarray(start, dataOffset + this.length);
	}

	/** Returns the buffer to the pool; a second call does nothing. */
	release(): void {
		this.#release?.();
		this.#release = undefined;
	}
}

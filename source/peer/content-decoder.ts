/** Bodies in a content coding, decoded as they come, never to more than was announced. */
import {createGunzip, createZstdDecompress} from 'node:zlib';

/** What a downloader says that it takes. */
export const acceptedCodings = 'zstd, gzip';

/** The body is not what its coding says, or grows beyond the limit. */
export class CodingError extends Error {
	override readonly name = 'CodingError';
}

export type ContentDecoder = {
	/** Takes the next bytes of the body; they may be used again when it returns. Resolves when more may come. */
	readonly write: (bytes: Uint8Array) => Promise<void>;
	/** Resolves when everything was given out. */
	readonly end: () => Promise<void>;
};

/**
 * Decodes `coding`, giving what comes out to `sink`, one piece after the other. Its promises reject with a `CodingError`,
 * also when more than `mostBytes` come out, and with what `sink` rejects with. Undefined for a coding that nobody asked for.
 */
export function contentDecoder(
	coding: string,
	mostBytes: number,
	sink: (bytes: Uint8Array) => void | Promise<void>,
): ContentDecoder | undefined {
	const stream = coding === 'zstd' ? createZstdDecompress() : coding === 'gzip' ? createGunzip() : undefined;
	if (!stream) return undefined;
	const read = async () => {
		let total = 0;
		for await (const piece of stream as AsyncIterable<Buffer>) {
			total += piece.length;
			if (total > mostBytes) throw new CodingError('it grows beyond its announced length');
			await sink(piece);
		}
	};
	let failure: unknown;
	const done = read().catch((error: unknown) => {
		const inside = error instanceof Error && 'errno' in error;
		failure = inside ? new CodingError(`its ${coding} coding is broken`, {cause: error}) : error;
		stream.destroy();
	});
	const check = () => {
		if (failure !== undefined) throw failure;
	};
	return {
		async write(bytes) {
			check();
			const copy = Buffer.from(bytes);
			await Promise.race([new Promise<void>(resolve => stream.write(copy, () => resolve())), done]);
			check();
		},
		async end() {
			stream.end();
			await done;
			check();
		},
	};
}

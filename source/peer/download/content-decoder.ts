/** Decodes bodies in a content coding while they arrive, never beyond the announced length. */
import {createGunzip, createZstdDecompress, gunzipSync, zstdDecompressSync} from 'node:zlib';
import {isOwnAddress} from '../../net/addresses.ts';
import type {Field} from '../../protocol/message.ts';

const acceptedCodings: Field = ['Accept-Encoding', 'zstd, gzip'];

/**
 * The fields that offer codings to the uploader at `address`; none on the same machine, where compressing only costs
 * time.
 */
export const codingFields = (address: string): readonly Field[] => (isOwnAddress(address) ? [] : [acceptedCodings]);

/** The body does not match its coding, or decodes to more than the limit. */
export class CodingError extends Error {
	override readonly name = 'CodingError';
}

export type ContentDecoder = {
	/** Takes the next bytes of the body, which may be reused once it returns. Resolves when it is ready for more. */
	readonly write: (bytes: Uint8Array) => Promise<void>;
	/** Resolves when everything was passed on. */
	readonly end: () => Promise<void>;
};

/**
 * Decodes a small body that is complete. Throws a `CodingError`, also for more than `mostBytes` and for an unknown
 * coding.
 */
export function decodedWhole(coding: string, body: Uint8Array, mostBytes: number): Buffer {
	const decode = coding === 'zstd' ? zstdDecompressSync : coding === 'gzip' ? gunzipSync : undefined;
	if (!decode) throw new CodingError(`the coding ${coding}, which nobody asked for`);
	try {
		return decode(body, {maxOutputLength: Math.max(1, mostBytes)});
	} catch (error) {
		throw new CodingError(`its ${coding} coding is broken`, {cause: error});
	}
}

/**
 * Decodes `coding` and passes the output to `sink`, one piece at a time. Its promises reject with a `CodingError`,
 * also when the output exceeds `mostBytes`, and with whatever `sink` rejects with. Undefined for a coding that was
 * not offered.
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

/**
 * The thread that reads files for their digests. Here every call may take its time: a file of many megabytes, or a disk
 * that does not answer, holds up nothing but other digests.
 */
import {createHash} from 'node:crypto';
import {closeSync, constants, fstatSync, openSync, readSync} from 'node:fs';
import {parentPort} from 'node:worker_threads';
import type {KnownDigest} from './digest-file.ts';
import {factsOf, sameFile} from './safe-file.ts';

/** The digest of a file that did not change while it was read. */
export type DigestAnswer = readonly [path: string, known: KnownDigest | undefined];

const buffer = Buffer.allocUnsafe(1024 * 1024);
/** Answers go together while there is more to do, but none waits longer than this. */
const answerMs = 10;
/** Clocks of file systems tick every few milliseconds: another change within one tick would show nowhere. */
const tickMs = 30;

const pauses = new Int32Array(new SharedArrayBuffer(4));

function digestOfFile(path: string): KnownDigest | undefined {
	const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
	try {
		const stats = fstatSync(file);
		if (!stats.isFile()) return undefined;
		const before = factsOf(stats);
		const young = before.changed + tickMs - Date.now();
		if (young > 0) Atomics.wait(pauses, 0, 0, Math.min(young, tickMs));
		const hash = createHash('sha256');
		let position = 0;
		for (let read = -1; read !== 0; position += read) {
			read = readSync(file, buffer, 0, buffer.length, position);
			hash.update(buffer.subarray(0, read));
		}
		const after = factsOf(fstatSync(file));
		if (position !== after.bytes || !sameFile(before, after)) return undefined;
		return {...after, digest: `sha-256=:${hash.digest('base64')}:`};
	} finally {
		closeSync(file);
	}
}

parentPort?.on('message', (paths: readonly string[]) => {
	let answers: DigestAnswer[] = [];
	let since = performance.now();
	const send = () => {
		if (answers.length > 0) parentPort?.postMessage(answers);
		answers = [];
		since = performance.now();
	};
	for (const path of paths) {
		try {
			answers.push([path, digestOfFile(path)]);
		} catch {
			// Why it cannot be read the folder tells.
			answers.push([path, undefined]);
		}
		if (performance.now() - since > answerMs) send();
	}
	send();
});

/**
 * The thread that reads files for their digests. Here every call may take its time: a file of many megabytes, or a disk
 * that does not answer, holds up nothing but other digests.
 */
import {createHash} from 'node:crypto';
import {closeSync, constants, fstatSync, openSync, readSync} from 'node:fs';
import {parentPort} from 'node:worker_threads';
import type {KnownDigest} from './digest-file.ts';
import {factsOf, sameFile} from './safe-file.ts';

/** `first`: before all that still waits. */
export type DigestJob = {readonly files: readonly DigestFile[]; readonly first: boolean};
export type DigestFile = readonly [id: number, path: string];

/** The digest of a file, unless it cannot be read or changed meanwhile. */
export type DigestAnswer = readonly [id: number, known: KnownDigest | undefined];

const buffer = Buffer.allocUnsafe(1024 * 1024);
/** Answers go together, but none waits longer than this. */
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

const queue: DigestFile[] = [];
let answers: DigestAnswer[] = [];

/** Works for a while, answers, and lets what is asked for meanwhile come in. */
function work(): void {
	const end = performance.now() + answerMs;
	for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
		const [id, path] = next;
		answers.push([id, attempt(path)]);
		if (performance.now() > end) break;
	}
	if (answers.length > 0) parentPort?.postMessage(answers);
	answers = [];
	if (queue.length > 0) setImmediate(work);
}

function attempt(path: string): KnownDigest | undefined {
	try {
		return digestOfFile(path);
	} catch {
		// Why it cannot be read the folder tells.
		return undefined;
	}
}

parentPort?.on('message', ({files, first}: DigestJob) => {
	const idle = queue.length === 0;
	if (first) queue.unshift(...files);
	else for (const file of files) queue.push(file);
	if (idle) setImmediate(work);
});

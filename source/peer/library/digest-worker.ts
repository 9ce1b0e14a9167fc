/**
 * The worker thread that reads files for their digests and titles. A large file or an unresponsive disk delays
 * nothing here but other files, and the short-lived buffers stay out of the main thread's heap.
 */
import {createHash} from 'node:crypto';
import {closeSync, fstatSync, readSync} from 'node:fs';
import {parentPort} from 'node:worker_threads';
import {digestFrom} from '../../protocol/values.ts';
import {type FileFacts, factsOf, openToRead, sameFile} from '../disk/safe-file.ts';
import type {KnownFile} from './digest-file.ts';
import {headBytes, titleIn} from './document-title.ts';

/** `first`: ahead of all that are not, even in the middle of a long file. */
export type ReadJob = {readonly files: readonly FileToRead[]; readonly first: boolean};
export type FileToRead = {
	readonly id: number;
	readonly path: string;
	/** The digest; or the title in the document, which the RFC's number helps to find. */
	readonly what: 'digest' | {readonly titleOf: number};
};

/** What was found in a file; undefined when it cannot be read, or changed meanwhile. */
export type ReadAnswer = readonly [id: number, found: KnownFile | undefined];

/** A file being read: yields now and then, so that another can be read first. */
type Reading = Generator<undefined, KnownFile | undefined>;

const buffer = Buffer.allocUnsafe(1024 * 1024);
/** Answers are batched, but none waits longer than this. */
const answerMs = 10;
/** File timestamps have a resolution of some milliseconds: a second change within one tick would go unnoticed. */
const tickMs = 30;

const pauses = new Int32Array(new SharedArrayBuffer(4));

function* readFile({path, what}: FileToRead): Reading {
	const file = openToRead(path);
	try {
		const stats = fstatSync(file);
		if (!stats.isFile()) return undefined;
		const facts = factsOf(stats);
		if (what === 'digest') return yield* digested(file, facts);
		const head = buffer.subarray(0, readSync(file, buffer, 0, headBytes, 0));
		return {...facts, title: titleIn(head, what.titleOf) ?? ''};
	} finally {
		closeSync(file);
	}
}

function* digested(file: number, before: FileFacts): Reading {
	const young = before.changed + tickMs - Date.now();
	if (young > 0) Atomics.wait(pauses, 0, 0, Math.min(young, tickMs));
	const hash = createHash('sha256');
	let position = 0;
	for (let read = -1; read !== 0; position += read) {
		if (position > 0) yield;
		read = readSync(file, buffer, 0, buffer.length, position);
		hash.update(buffer.subarray(0, read));
	}
	const after = factsOf(fstatSync(file));
	if (position !== after.bytes || !sameFile(before, after)) return undefined;
	return {...after, digest: digestFrom(hash.digest('base64'))};
}

type Task = {readonly id: number; readonly reading: Reading};

const queues: Record<'first' | 'last', Task[]> = {first: [], last: []};
let answers: ReadAnswer[] = [];

/** Reads for a while, sends answers, then lets new requests come in. */
function work(): void {
	const end = performance.now() + answerMs;
	for (let queue = current(); queue[0] && performance.now() <= end; queue = current()) {
		const [task] = queue;
		const step = attempt(task.reading);
		if (!step.done) continue;
		queue.shift();
		answers.push([task.id, step.value]);
	}
	if (answers.length > 0) parentPort?.postMessage(answers);
	answers = [];
	if (current().length > 0) setImmediate(work);
}

const current = (): Task[] => (queues.first.length > 0 ? queues.first : queues.last);

function attempt(reading: Reading): IteratorResult<undefined, KnownFile | undefined> {
	try {
		return reading.next();
	} catch {
		// The folder reports why the file cannot be read.
		return {done: true, value: undefined};
	}
}

parentPort?.on('message', ({files, first}: ReadJob) => {
	if (current().length === 0) setImmediate(work);
	const queue = queues[first ? 'first' : 'last'];
	for (const file of files) queue.push({id: file.id, reading: readFile(file)});
});

/**
 * Keeps two programs from writing into the same part: the writer creates a lock file beside it. A lock whose program
 * has ended, in whatever way, is taken over.
 */

import {randomBytes} from 'node:crypto';
import {type FileHandle, link, open, rename, rm, stat, utimes} from 'node:fs/promises';
import {hostname} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as wait} from 'node:timers/promises';
import {parseObject} from '../../text/json-text.ts';
import {codeOf} from '../../text/reasons.ts';
import {takeName} from './adopt.ts';
import {bootId} from './boot.ts';
import {makeFolder} from './make-folder.ts';
import {beganAt, isRunning, neighbourhood} from './running.ts';
import {NoFileError} from './safe-file.ts';
import {readSmallFile} from './small-file.ts';

type Holder = {
	readonly pid: number;
	/** Distinguishes programs that had the same process number one after the other. */
	readonly began: string;
	/** Where the process number is valid. */
	readonly neighbourhood: string;
	/** The machine, and its boot. */
	readonly boot: string;
	readonly host: string;
};

/** Locks held by this process. */
const held = new Set<string>();

/**
 * Holders touch their lock at this interval for programs on other machines and in other containers, which cannot see
 * them and consider an older lock abandoned: of another machine, whose clock may differ a little, after longer.
 */
const showEveryMs = 5000;
const goneMs = 60_000;
const goneHereMs = 12_000;
/** Until then a lock may be half written; some file systems round its time down by 2 s. */
const writtenMs = 4000;
const lookAgainMs = 500;
const mostBytes = 4096;

export type Lock = {readonly release: () => Promise<void>};

/** How it is found out, which may take a while, whether a program runs that is not seen. */
export type FindingOut = {
	readonly signal?: AbortSignal;
	/** Called when it does take a while. */
	readonly onWait?: (() => void) | undefined;
};

/**
 * Takes a lock. Undefined when a running program holds it, also when the signal aborts while that is found out. Rejects
 * with the system's error.
 */
export async function takeLock(file: string, how: FindingOut = {}): Promise<Lock | undefined> {
	if (held.has(file)) return undefined;
	held.add(file);
	try {
		for (let tries = 0; tries < 3; tries++) {
			if (await create(file)) return lockOf(file);
			if (!(await removeDead(file, how))) break;
		}
	} catch (error) {
		held.delete(file);
		throw error;
	}
	held.delete(file);
	return undefined;
}

/** Takes the lock of a small file, and creates its folder. As `takeLock`. */
export async function lockBeside(file: string, how: FindingOut = {}): Promise<Lock | undefined> {
	await makeFolder(path.dirname(file));
	return takeLock(`${file}.lock`, how);
}

function lockOf(file: string): Lock {
	const show = () => utimes(file, new Date(), new Date()).catch(() => {});
	const showing = setInterval(() => void show(), showEveryMs).unref();
	return {
		release: () => {
			clearInterval(showing);
			return release(file);
		},
	};
}

async function release(file: string): Promise<void> {
	await rm(file, {force: true}).catch(() => {});
	held.delete(file);
}

async function create(file: string): Promise<boolean> {
	const own = {pid: process.pid, began: beganAt('self'), neighbourhood: neighbourhood()};
	const holder: Holder = {...own, boot: bootId(), host: hostname()};
	// Written completely before it gets its name, so that nobody reads half of it.
	const fresh = `${file}.${randomBytes(6).toString('hex')}`;
	const text = JSON.stringify(holder);
	try {
		await writeNew(fresh, text);
		await link(fresh, file);
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		// Where the file system has no hard links; others see it half written for a moment.
		return await writeNew(file, text);
	} finally {
		await rm(fresh, {force: true}).catch(() => {});
	}
}

/** Writes a file that is not there yet, or nothing. False when it is. Rejects with the system's error. */
async function writeNew(file: string, text: string): Promise<boolean> {
	let handle: FileHandle;
	try {
		handle = await open(file, 'wx');
	} catch (error) {
		// With any other error, too, as where too many files are open, it may be there, and is another program's.
		if (codeOf(error) === 'EEXIST') return false;
		throw error;
	}
	try {
		await handle.writeFile(text);
		return true;
	} catch (error) {
		// A full disk leaves it empty.
		await rm(file, {force: true});
		throw error;
	} finally {
		await handle.close();
	}
}

/** Removes an abandoned lock. False when it is held. Rejects with the system's error, as where it is another user's. */
async function removeDead(file: string, how: FindingOut): Promise<boolean> {
	const before = await textOf(file);
	if (before === undefined) return true;
	if ((await isAlive(file, before)) && !(await fallsSilent(file, before, how))) return false;
	const aside = `${file}.${randomBytes(6).toString('hex')}`;
	try {
		await rename(file, aside);
	} catch (error) {
		// Another program took it over first.
		if (codeOf(error) === 'ENOENT') return true;
		throw error;
	}
	// Another program may have taken it over between the read and the rename: then the moved lock is theirs.
	const moved = (await textOf(aside)) ?? before;
	if (moved !== before) await takeName(aside, file).catch(() => {});
	await rm(aside, {force: true});
	return moved === before;
}

/** Whether a running program, this one or another, holds a lock. Never rejects. */
export async function isLocked(file: string): Promise<boolean> {
	if (held.has(file)) return true;
	const text = await textOf(file).catch(() => undefined);
	return text !== undefined && isAlive(file, text);
}

/** The text of a lock; undefined when it cannot be read. Rejects with a `NoFileError` when it is no regular file. */
async function textOf(file: string): Promise<string | undefined> {
	try {
		return await readSmallFile(file, mostBytes);
	} catch (error) {
		if (error instanceof NoFileError) throw error;
		return undefined;
	}
}

async function isAlive(file: string, text: string): Promise<boolean> {
	const holder = holderIn(text);
	const {pid, began, host} = holder;
	if (host !== hostname()) return (await ageOf(file)) < goneMs;
	if (pid === undefined) return (await ageOf(file)) < writtenMs;
	if (!isVisible(holder)) return (await ageOf(file)) < goneHereMs;
	return pid !== process.pid && isRunning(pid) && began === beganAt(pid);
}

/**
 * Whether we see if the program runs. We do not in another container, and after another boot: that may be one of another
 * machine of the same name, with which we share a folder.
 */
const isVisible = (holder: Partial<Holder>): boolean =>
	holder.boot === bootId() && holder.neighbourhood === neighbourhood();

/**
 * Whether a holder under our host name that we do not see, and which seems to run, touches its lock no more: a container
 * that crashed is often started again at once, with other process numbers.
 */
async function fallsSilent(file: string, text: string, {signal, onWait}: FindingOut): Promise<boolean> {
	const holder = holderIn(text);
	if (holder.host !== hostname() || isVisible(holder)) return false;
	const shown = await shownAt(file);
	for (let waited = 0; waited < goneHereMs; waited += lookAgainMs) {
		await wait(lookAgainMs, undefined, {signal}).catch(() => {});
		if (signal?.aborted) return false;
		const now = await shownAt(file);
		if (now === undefined) return true;
		if (now !== shown) return false;
		if (waited === 0) onWait?.();
	}
	return true;
}

/** When a holder last touched its lock; undefined when there is none. */
const shownAt = (file: string): Promise<number | undefined> =>
	stat(file).then(
		({mtimeMs}) => mtimeMs,
		() => undefined,
	);

/** In milliseconds. */
const ageOf = async (file: string): Promise<number> => Date.now() - ((await shownAt(file)) ?? Number.NEGATIVE_INFINITY);

/** What is no holder, as in a lock that is half written, counts as one of this machine. */
const holderIn = (text: string): Partial<Holder> => parseObject(text) ?? {host: hostname()};

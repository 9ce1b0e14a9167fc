/**
 * Keeps two programs from writing into the same part: the writer creates a lock file beside it. A lock whose program
 * has ended, in whatever way, is taken over.
 */

import {randomBytes} from 'node:crypto';
import {constants} from 'node:fs';
import {copyFile, link, rename, rm, stat, utimes, writeFile} from 'node:fs/promises';
import {hostname} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {codeOf} from '../../text/reasons.ts';
import {bootId} from './boot.ts';
import {makeFolder} from './make-folder.ts';
import {beganAt, isRunning} from './running.ts';
import {NoFileError} from './safe-file.ts';
import {readSmallFile} from './small-file.ts';

type Holder = {
	readonly pid: number;
	/** Distinguishes programs that had the same process number one after the other. */
	readonly began: string;
	/** The machine, and its boot. */
	readonly boot: string;
	readonly host: string;
};

/** Locks held by this process. */
const held = new Set<string>();

/** Holders touch their lock at this interval for programs on other machines, which consider an older lock abandoned. */
const showEveryMs = 10_000;
const goneMs = 60_000;
const mostBytes = 4096;

export type Lock = {readonly release: () => Promise<void>};

/** Takes a lock. Undefined when a running program holds it. Rejects with the system's error. */
export async function takeLock(file: string): Promise<Lock | undefined> {
	if (held.has(file)) return undefined;
	held.add(file);
	try {
		for (let tries = 0; tries < 3; tries++) {
			if (await create(file)) return lockOf(file);
			if (!(await removeDead(file))) break;
		}
	} catch (error) {
		held.delete(file);
		throw error;
	}
	held.delete(file);
	return undefined;
}

/** Takes the lock of a small file, and creates its folder. As `takeLock`. */
export async function lockBeside(file: string): Promise<Lock | undefined> {
	await makeFolder(path.dirname(file));
	return takeLock(`${file}.lock`);
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
	const holder: Holder = {pid: process.pid, began: beganAt('self'), boot: bootId(), host: hostname()};
	// Written completely before it gets its name, so that nobody reads half of it.
	const own = `${file}.${randomBytes(6).toString('hex')}`;
	try {
		// On a full disk this leaves an empty file.
		await writeFile(own, JSON.stringify(holder), {flag: 'wx'});
		return await nameLock(own, file);
	} finally {
		await rm(own, {force: true});
	}
}

/** Gives a written lock its name. False when there is one already. Rejects with the system's error. */
async function nameLock(own: string, file: string): Promise<boolean> {
	try {
		await link(own, file);
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
	}
	try {
		// The file system has no hard links: exclusive creation works too, though a half-written lock may be read.
		await copyFile(own, file, constants.COPYFILE_EXCL);
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		throw error;
	}
}

/** Removes an abandoned lock. False when it is held. Rejects with the system's error, as where it is another user's. */
async function removeDead(file: string): Promise<boolean> {
	const before = await textOf(file);
	if (before === undefined) return true;
	if (await isAlive(file, before)) return false;
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
	if (moved !== before) await link(aside, file).catch(() => {});
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
	const {pid, began, boot, host} = holderIn(text);
	if (host !== hostname()) {
		const shown = await stat(file).catch(() => undefined);
		return shown !== undefined && Date.now() - shown.mtimeMs < goneMs;
	}
	if (boot !== bootId() || pid === undefined || pid === process.pid) return false;
	return isRunning(pid) && began === beganAt(pid);
}

function holderIn(text: string): Partial<Holder> {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? value : {};
	} catch {
		return {host: hostname()};
	}
}

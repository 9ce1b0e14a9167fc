/**
 * Two programs on one folder must not write into the same part: who does has a file beside it that says so.
 * A lock whose program has ended, however it ended, is taken over.
 */
import {randomBytes} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {link, readFile, rename, rm, stat, utimes, writeFile} from 'node:fs/promises';
import {hostname} from 'node:os';
import process from 'node:process';
import {bootId} from './boot.ts';
import {codeOf} from './safe-file.ts';

type Holder = {
	readonly pid: number;
	/** Tells programs apart that had one number, one after the other. */
	readonly began: string;
	/** On which machine, and since when that runs. */
	readonly boot: string;
	readonly host: string;
};

/** Locks of this very program. */
const held = new Set<string>();

/** So often a holder shows that it lives, to those who cannot see it; who has not for so long has gone. */
const showEveryMs = 10_000;
const goneMs = 60_000;

export type Lock = {readonly release: () => Promise<void>};

/** Takes a lock. Undefined when a program that still runs has it. Rejects with the system's error. */
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
	// Written whole before it has its name, so that nobody reads half of it.
	const own = `${file}.${randomBytes(6).toString('hex')}`;
	await writeFile(own, JSON.stringify(holder), {flag: 'wx'});
	try {
		await link(own, file);
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		// A file system without second names: the exclusive creation does, though it can be read half written.
		return await writeFile(file, JSON.stringify(holder), {flag: 'wx'}).then(
			() => true,
			() => false,
		);
	} finally {
		await rm(own, {force: true});
	}
}

/** Removes a lock that nobody holds any more. False when somebody does. */
async function removeDead(file: string): Promise<boolean> {
	const before = await readFile(file, 'utf8').catch(() => undefined);
	if (before === undefined) return true;
	if (await isAlive(file, before)) return false;
	const aside = `${file}.${randomBytes(6).toString('hex')}`;
	try {
		await rename(file, aside);
	} catch {
		// Somebody else took it over first.
		return true;
	}
	// Between reading and moving another may have taken it over: what was moved then is theirs.
	const moved = await readFile(aside, 'utf8').catch(() => before);
	if (moved !== before) await link(aside, file).catch(() => {});
	await rm(aside, {force: true});
	return moved === before;
}

/** Whether a program that runs, this one or another, holds a lock. Never rejects. */
export async function isLocked(file: string): Promise<boolean> {
	if (held.has(file)) return true;
	const text = await readFile(file, 'utf8').catch(() => undefined);
	return text !== undefined && isAlive(file, text);
}

async function isAlive(file: string, text: string): Promise<boolean> {
	const {pid, began, boot, host} = holderIn(text);
	if (host !== hostname()) {
		const shown = await stat(file).catch(() => undefined);
		return shown !== undefined && Date.now() - shown.mtimeMs < goneMs;
	}
	if (boot !== bootId() || pid === undefined || pid === process.pid) return false;
	try {
		process.kill(pid, 0);
	} catch (error) {
		if (codeOf(error) !== 'EPERM') return false;
	}
	return began === beganAt(pid);
}

function holderIn(text: string): Partial<Holder> {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? value : {};
	} catch {
		return {host: hostname()};
	}
}

/** When a program began, in ticks since the machine did; empty where the system does not say. */
function beganAt(pid: number | 'self'): string {
	try {
		const facts = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// The name in brackets may hold spaces and brackets.
		return facts.slice(facts.lastIndexOf(')') + 2).split(' ')[19] ?? '';
	} catch {
		return '';
	}
}

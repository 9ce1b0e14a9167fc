/**
 * Starts the program, one of two scripts (`scripts/build.ts`), from the code cache of an earlier start. Compiling it
 * takes longer than anything else before the first frame, and Node.js's own compile cache contains only what was
 * compiled before a module ran, not the functions that V8 compiles when they are first called.
 */
import {
	closeSync,
	existsSync,
	fstatSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeSync,
} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import process from 'node:process';
import {isatty} from 'node:tty';
import {setFlagsFromString} from 'node:v8';
import {Script} from 'node:vm';
import envPaths from 'env-paths';

/** Inserted by the build. */
declare const $scripts: {
	readonly program: Built;
	/** Without the commands that have a screen. */
	readonly oneShots: Built;
	readonly screenCommands: readonly string[];
};
type Built = {readonly file: string; readonly hash: string};

/** The script is a function of what a module has, and of a function that saves the code compiled so far. */
type Program = (meta: ImportMeta, require: NodeJS.Require, keepCompiled: () => void) => Promise<void>;

const checksumBytes = 4;
const keptDays = 30;

const [, , command = '', ...options] = process.argv;
/** Or for the version: in any case there is no command to run. */
const asksForHelp = !/^[a-z]{1,20}$/.test(command) || options.includes('--help') || options.includes('-h');
const built = $scripts.screenCommands.includes(command) ? $scripts.program : $scripts.oneShots;
if (built === $scripts.oneShots) compileAtOnce();
const kept = keptCode();
const {script, accepted} = load();
let known = accepted;
const program = script.runInThisContext() as Program;
await program(import.meta, createRequire(import.meta.url), keepCompiled);
// Commands do so themselves.
if (asksForHelp && process.exitCode === 0) keepCompiled();

/**
 * Commands without a screen end with `process.exit`, which waits for the threads that compile in the background. A thread
 * whose code no longer fits into the heap waits in its turn for a collection by the main thread, for ever
 * (https://github.com/nodejs/node/issues/64274). So the main thread puts the code of the two compilers that this
 * concerns on the heap; it has the same flags at each start, or V8 would not accept the code that was kept.
 */
function compileAtOnce(): void {
	setFlagsFromString('--no-concurrent-sparkplug');
	// V8 complains on stderr of a flag of a compiler that it was built without.
	const node: Readonly<Record<string, unknown>> = process.config.variables;
	if (node.v8_enable_maglev !== 1) return;
	setFlagsFromString('--no-maglev-build-code-on-background');
	setFlagsFromString('--no-maglev-deopt-data-on-background');
}

/** The script, and whether V8 accepted its cached code. Nothing that was read stays in memory. */
function load(): {readonly script: Script; readonly accepted: boolean} {
	const filename = path.join(import.meta.dirname, built.file);
	const cachedData = kept && read(kept.file);
	// The build guarantees that every character is one byte.
	const source = readFileSync(filename, 'latin1');
	const script = new Script(source, {filename, ...(cachedData ? {cachedData} : {})});
	return {script, accepted: cachedData !== undefined && !script.cachedDataRejected};
}

type KeptCode = {
	readonly folder: string;
	readonly file: string;
};

/**
 * The path of the cached code: in the user's own cache folder, since code in a folder that others can write to would
 * be an attack. Every command runs different functions, and a screen different ones from plain lines, so each has a
 * file of its own. Undefined when there is no such folder.
 */
function keptCode(): KeptCode | undefined {
	const folder = envPaths('p2pci', {suffix: ''}).cache;
	if (!path.isAbsolute(folder)) return undefined;
	const screen = isatty(1) && !options.includes('--no-tui') ? '-screen' : '';
	const name = asksForHelp ? 'help' : `${command}${screen}`;
	// V8 itself compares only the length of the script, and its own version and flags.
	const file = `${name}.${built.hash}.${process.version}-${process.arch}`;
	return {folder, file: path.join(folder, file)};
}

/**
 * V8 does not validate the code and would crash on corrupted data, so this checks it. Whoever can write to the file
 * decides what runs: with the home folder of another user, as sudo keeps it on some systems, that must not be root.
 */
function read(file: string): Buffer | undefined {
	try {
		const from = openSync(file, 'r');
		let stored: Buffer;
		try {
			const {uid, mode} = fstatSync(from);
			const own = process.getuid?.();
			if (own !== undefined && (uid !== own || (mode & 0o022) !== 0)) return undefined;
			stored = readFileSync(from);
		} finally {
			closeSync(from);
		}
		const data = stored.subarray(0, -checksumBytes);
		return stored.readInt32LE(data.length) === checksum(data) ? data : undefined;
	} catch {
		return undefined;
	}
}

/** Covers four of every 256 bytes: a disk loses whole sectors of 512 bytes, and a full checksum would take too long. */
function checksum(data: Buffer): number {
	// As numbers of four bytes, which it is aligned for: `readInt32LE` would take a millisecond longer.
	const words = new Int32Array(data.buffer, data.byteOffset, data.length >> 2);
	let sum = data.length;
	for (let at = 0; at < words.length; at += 64) sum = Math.imul(sum ^ (words[at] ?? 0), 0x01000193);
	return sum;
}

/** Saves the code compiled so far. If that fails, the next start merely takes longer. */
function keepCompiled(): void {
	if (known || !kept) return;
	known = true;
	try {
		store(kept, script.createCachedData());
	} catch {}
}

/** Writes it completely or not at all, even in a power failure. */
function store({folder, file}: KeptCode, data: Buffer): void {
	const tail = Buffer.alloc(checksumBytes);
	tail.writeInt32LE(checksum(data));
	// Not `recursive`: where no folder can be created, as below /proc, Node.js retries for ever.
	for (const level of [path.dirname(folder), folder]) if (!existsSync(level)) mkdirSync(level, {mode: 0o700});
	const fresh = `${file}.${process.pid}`;
	try {
		const to = openSync(fresh, 'w', 0o600);
		try {
			for (const part of [data, tail]) writeSync(to, part);
			fsyncSync(to);
		} finally {
			closeSync(to);
		}
		renameSync(fresh, file);
	} catch (error) {
		// On a full disk every start would leave a piece of its own.
		rmSync(fresh, {force: true});
		throw error;
	}
	for (const name of readdirSync(folder)) removeOld(path.join(folder, name));
}

/**
 * Removes the code of programs that have been replaced, but not that of one that is still started in turns with this.
 */
function removeOld(file: string): void {
	const isCode = /\.[0-9a-f]{16}\.v[\d.]+-\w+(?:\.\d+)?$/.test(file);
	if (isCode && Date.now() - statSync(file).mtimeMs > keptDays * 24 * 3600 * 1000) rmSync(file, {force: true});
}

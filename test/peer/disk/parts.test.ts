import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, openSync, utimesSync, writeFileSync} from 'node:fs';
import {appendFile, link, readdir, readFile, rm, symlink, truncate, writeFile} from 'node:fs/promises';
import {hostname} from 'node:os';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {Disk} from '../../../source/peer/disk/disk.ts';
import {type JournalRecord, journalLine, readJournal} from '../../../source/peer/disk/journal.ts';
import {takeLock} from '../../../source/peer/disk/lock.ts';
import {removeLeftovers, resumableName, unfinishedParts} from '../../../source/peer/disk/part-file.ts';
import {ResumablePart} from '../../../source/peer/disk/resumable-part.ts';
import {neighbourhood} from '../../../source/peer/disk/running.ts';
import {RunningDigest} from '../../../source/peer/disk/running-digest.ts';
import {StoredPart} from '../../../source/peer/disk/stored-part.ts';
import fc from '../../helpers/properties.ts';
import {temporaryFolder} from '../../helpers/temp.ts';
import {until} from '../../helpers/until.ts';
import {digestOfBytes} from '../../helpers/uploader.ts';

const text = Buffer.from('0123456789'.repeat(100));
const of = {rfc: 7, bytes: text.length, digest: digestOfBytes(text)};
const carol = {host: 'carol', address: '127.0.0.1', port: 1};

describe('a part of a document', () => {
	it('is written in any order, and has the digest of the whole', async () => {
		await using folder = await temporaryFolder();
		const disk = new Disk();
		const part = await ResumablePart.open(disk, resumableName(folder.at('.rfc7.txt'), of.digest), of);
		await part?.write(600, text.subarray(600), 0);
		await part?.write(0, text.subarray(0, 300), 0);
		await expect(part?.digest()).rejects.toThrow('not whole');
		await part?.write(300, text.subarray(300, 600), 0);
		expect(await part?.digest()).toBe(of.digest);
		await part?.discard();
		expect(await readdir(folder.path)).toEqual([]);
		await disk.close();
	});

	it.each([
		['writes to', (file: string) => writeFile(file, 'X', {flag: 'r+'}), 'not what came'],
		['cuts and completes', (file: string) => truncate(file, 50).then(() => truncate(file, 300)), 'not what came'],
		['writes the same to', (file: string) => writeFile(file, text.subarray(0, 300)), 'what came'],
	])('has the digest of the file, also when another program %s it', async (_what, change, is) => {
		await using folder = await temporaryFolder();
		const disk = new Disk();
		const part = await ResumablePart.open(disk, resumableName(folder.at('.rfc7.txt'), of.digest), of);
		await part?.write(0, text.subarray(0, 300), 0);
		await change(part?.path ?? '');
		await part?.write(300, text.subarray(300), 0);
		const digest = await part?.digest();
		expect(digest === of.digest ? 'what came' : 'not what came').toBe(is);
		expect(part?.changed).toBe(true);
		expect(digest).toBe(digestOfBytes(await readFile(part?.path ?? '')));
		await part?.discard();
		await disk.close();
	});

	it('has a digest also where the file system changes the time of its file again and again', async () => {
		await using folder = await temporaryFolder();
		const file = folder.at('a.part');
		writeFileSync(file, text);
		const fd = openSync(file, 'r');
		const digest = new RunningDigest(fd);
		let turns = 0;
		do utimesSync(file, ++turns, turns);
		while (turns < 100 && digest.goOn([{start: 0, end: text.length}]));
		closeSync(fd);
		expect([digest.covered, digest.value, digest.changed]).toEqual([text.length, of.digest, true]);
	});

	it('is gone on with: what was claimed is there, with who gave it', async () => {
		await using folder = await temporaryFolder();
		const disk = new Disk();
		const names = resumableName(folder.at('.rfc7.txt'), of.digest);
		const first = await ResumablePart.open(disk, names, of);
		await first?.source(0, carol);
		await first?.write(0, text.subarray(0, 400), 0);
		await first?.leave();
		expect(await unfinishedParts(folder.path)).toEqual([of]);
		await removeLeftovers(folder.path);
		const second = await ResumablePart.open(disk, names, of);
		expect(second?.contents).toMatchObject({have: [{start: 0, end: 400}], given: [{start: 0, end: 400, source: 0}]});
		expect(second?.contents.sources).toEqual([[0, carol]]);
		await second?.write(400, text.subarray(400), 0);
		expect(await second?.digest()).toBe(of.digest);
		await second?.discard();
		await disk.close();
	});

	it('is synced as soon as much of it is new, and the journal says so', async () => {
		await using folder = await temporaryFolder();
		const place = resumableName(folder.at('.rfc7.txt'), of.digest);
		const mebi = Buffer.alloc(1024 * 1024);
		// Without the disk thread there is no timer that syncs.
		const part = new StoredPart(place, {...of, bytes: 70 * mebi.length});
		for (let at = 0; at < 63; at++) part.write(at * mebi.length, mebi, 0);
		const isSynced = async () => (await readFile(place.journal, 'utf8')).includes('"synced"');
		expect(await isSynced()).toBe(false);
		part.write(63 * mebi.length, mebi, 0);
		await until(isSynced);
		await part.leave();
	});

	it('is synced at its end also when an earlier program wrote all of it', async () => {
		await using folder = await temporaryFolder();
		const place = resumableName(folder.at('.rfc7.txt'), of.digest);
		const first = new StoredPart(place, of);
		first.write(0, text, 0);
		await first.leave();
		let syncs = 0;
		const second = new StoredPart(place, of, async () => {
			syncs++;
		});
		expect(second.contents.have).toEqual([{start: 0, end: text.length}]);
		await second.close();
		expect(syncs).toBe(2);
	});

	it('never counts as synced again once that failed, since the system tells a loss only once', async () => {
		await using folder = await temporaryFolder();
		const place = resumableName(folder.at('.rfc7.txt'), of.digest);
		const failure = Object.assign(new Error('no such luck'), {code: 'EIO'});
		let syncs = 0;
		const part = new StoredPart(place, of, async () => {
			if (++syncs === 1) throw failure;
		});
		part.write(0, text, 0);
		await expect(part.sync()).rejects.toBe(failure);
		await expect(part.sync()).rejects.toBe(failure);
		expect(() => part.write(0, text, 0)).toThrow(failure);
		await expect(part.close()).rejects.toBe(failure);
		expect(await readFile(place.journal, 'utf8')).not.toContain('"synced"');
	});

	it('claims no bytes that somebody has cut off, has none that were appended, and nothing of another document', async () => {
		await using folder = await temporaryFolder();
		const disk = new Disk();
		const names = resumableName(folder.at('.rfc7.txt'), of.digest);
		const first = await ResumablePart.open(disk, names, of);
		await first?.write(0, text, 0);
		await first?.leave();
		await truncate(names.part, 250);
		const second = await ResumablePart.open(disk, names, of);
		expect(second?.contents.have).toEqual([{start: 0, end: 250}]);
		await second?.write(250, text.subarray(250), 0);
		await second?.leave();
		await appendFile(names.part, 'more');
		const third = await ResumablePart.open(disk, names, of);
		expect(await third?.digest()).toBe(of.digest);
		await third?.leave();
		expect((await readFile(names.part)).equals(text)).toBe(true);
		const other = await ResumablePart.open(disk, names, {...of, bytes: 999});
		expect(other?.contents.have).toEqual([]);
		await other?.discard();
		await disk.close();
	});

	it.each(['part', 'journal'] as const)('is never written through a link in the place of its %s', async kind => {
		await using folder = await temporaryFolder();
		const disk = new Disk();
		const names = resumableName(folder.at('.rfc7.txt'), of.digest);
		await writeFile(folder.at('diary'), 'dear diary');
		await symlink(folder.at('diary'), names[kind]);
		await expect(ResumablePart.open(disk, names, of)).rejects.toMatchObject({code: 'ELOOP'});
		expect(await readFile(folder.at('diary'), 'utf8')).toBe('dear diary');
		await disk.close();
	});

	it('is one program’s at a time; that of a program that is gone is taken over', async () => {
		await using folder = await temporaryFolder();
		const disk = new Disk();
		const names = resumableName(folder.at('.rfc7.txt'), of.digest);
		const first = await ResumablePart.open(disk, names, of);
		expect(await ResumablePart.open(disk, names, of)).toBeUndefined();
		await removeLeftovers(folder.path);
		expect((await readdir(folder.path)).length).toBe(3);
		await first?.leave();
		// As a program leaves it that was killed: its number may be another program's now.
		const {pid} = process;
		const dead = {
			pid: process.ppid,
			began: 'long ago',
			neighbourhood: neighbourhood(),
			boot: (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim(),
		};
		for (const holder of [dead, {...dead, pid}, {...dead, boot: 'another'}]) {
			await writeFile(names.lock, JSON.stringify({...holder, host: hostname()}));
			// Before a boot it was touched last a while ago.
			if (holder.boot !== dead.boot) utimesSync(names.lock, 1, 1);
			const next = await takeLock(names.lock);
			expect(next).toBeDefined();
			await next?.release();
		}
		await disk.close();
	});

	it('is not waited for by a download that is stopped, while another container’s program may still write it', async () => {
		await using folder = await temporaryFolder();
		const disk = new Disk();
		const names = resumableName(folder.at('.rfc7.txt'), of.digest);
		await writeFile(names.lock, JSON.stringify({pid: 1, began: '', neighbourhood: '', boot: '', host: hostname()}));
		const signal = AbortSignal.timeout(100);
		expect(await ResumablePart.open(disk, {...names, signal}, of)).toBeUndefined();
		expect(await readdir(folder.path)).toEqual([path.basename(names.lock)]);
		await disk.close();
	});

	it.skipIf(process.platform !== 'linux')(
		'is not held by a program that was killed and nobody waited for',
		async () => {
			await using folder = await temporaryFolder();
			// The shell becomes a program that does not wait for what the shell started.
			const parent = spawn('sh', ['-c', 'sleep 59 & echo $!; exec sleep 60'], {stdio: ['ignore', 'pipe', 'ignore']});
			const pid = Number(String((await once(parent.stdout, 'data'))[0]));
			await until(async () => (await readFile(`/proc/${parent.pid}/comm`, 'utf8')) === 'sleep\n');
			process.kill(pid, 'SIGKILL');
			const facts = await until(async () => {
				const [state, ...rest] = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /s, '').split(' ');
				return state === 'Z' && rest;
			});
			const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
			await writeFile(
				folder.at('a.lock'),
				JSON.stringify({...{pid, began: facts[18], boot}, neighbourhood: neighbourhood(), host: hostname()}),
			);
			await writeFile(folder.at(`.rfc7.txt.${pid}-${neighbourhood()}abc.part`), '');
			const lock = await takeLock(folder.at('a.lock'));
			expect(lock).toBeDefined();
			await lock?.release();
			await removeLeftovers(folder.path);
			expect(await readdir(folder.path)).toEqual([]);
			parent.kill();
		},
	);

	it.skipIf(process.platform === 'win32')('leaves nothing behind where nothing can be written', async () => {
		await using folder = await temporaryFolder();
		const lock = JSON.stringify(import.meta.resolve('../../../source/peer/disk/lock.ts'));
		const take = `import {takeLock} from ${lock}; takeLock(process.argv[1]).catch(({code}) => console.log(code));`;
		// As on a full disk, files can be created, and stay empty.
		const limited = ['-c', 'trap "" XFSZ; ulimit -f 0; exec "$@"', 'sh', process.execPath];
		const said = execFileSync('sh', [...limited, '--input-type=module', '--eval', take, folder.at('a.lock')]);
		expect(String(said)).toBe('EFBIG\n');
		expect(await readdir(folder.path)).toEqual([]);
	});

	it.skipIf(process.platform === 'win32')('is not looked for for ever in a pipe in its place', async () => {
		await using folder = await temporaryFolder();
		const disk = new Disk();
		const names = resumableName(folder.at('.rfc7.txt'), of.digest);
		for (const name of [names.lock, names.journal, names.part]) {
			execFileSync('mkfifo', [name]);
			expect(await unfinishedParts(folder.path)).toEqual([]);
			await expect(ResumablePart.open(disk, names, of)).rejects.toThrow(/no regular file/);
			for (const left of Object.values(names)) await rm(left, {force: true});
		}
		await disk.close();
	});

	it('is found by the first line of its journal, however long that is', async () => {
		await using folder = await temporaryFolder();
		const disk = new Disk();
		const part = await ResumablePart.open(disk, resumableName(folder.at('.rfc7.txt'), of.digest), of);
		await part?.write(0, text, 0);
		await part?.leave();
		await truncate(resumableName(folder.at('.rfc7.txt'), of.digest).journal, 3 * 1024 ** 3);
		expect(await unfinishedParts(folder.path)).toEqual([of]);
		await disk.close();
	});

	it('leaves nothing behind when the program was killed while the document got its name', async () => {
		await using folder = await temporaryFolder();
		const disk = new Disk();
		const names = resumableName(folder.at('.rfc7.txt'), of.digest);
		const part = await ResumablePart.open(disk, names, of);
		await part?.leave();
		// As some backups are made.
		await link(names.part, folder.at('backup'));
		await removeLeftovers(folder.path);
		expect(await unfinishedParts(folder.path)).toEqual([of]);
		await rm(folder.at('backup'));
		await link(names.part, folder.at('rfc7.txt'));
		await removeLeftovers(folder.path);
		expect(await readdir(folder.path)).toEqual(['rfc7.txt']);
		await disk.close();
	});
});

describe('a journal', () => {
	const records: readonly JournalRecord[] = [
		{kind: 'part', version: 1, ...of},
		{kind: 'open', boot: 'one'},
		{kind: 'source', source: 0, ...carol},
		{kind: 'have', start: 0, end: 100, source: 0},
		{kind: 'have', start: 200, end: 300, source: 0},
		{kind: 'synced', have: 1},
		{kind: 'have', start: 300, end: 400, source: 1},
	];
	const bytes = Buffer.from(records.map(journalLine).join(''));

	it('tells everything that was written while the machine ran on', () => {
		expect(readJournal(bytes, 'one')?.have).toEqual([
			{start: 0, end: 100},
			{start: 200, end: 400},
		]);
	});

	it('tells only what was synced when the machine was started anew', () => {
		expect(readJournal(bytes, 'two')?.have).toEqual([{start: 0, end: 100}]);
	});

	it('tells of each program what that one synced, whatever those before it did', () => {
		const second: readonly JournalRecord[] = [
			{kind: 'open', boot: 'two'},
			{kind: 'have', start: 500, end: 600, source: 0},
			{kind: 'have', start: 700, end: 800, source: 0},
		];
		const read = (more: readonly JournalRecord[], boot: string) =>
			readJournal(Buffer.from([...records, ...more].map(journalLine).join('')), boot)?.have;
		const synced = {start: 0, end: 100};
		expect(read(second, 'three')).toEqual([synced]);
		expect(read(second, 'two')).toEqual([synced, {start: 500, end: 600}, {start: 700, end: 800}]);
		expect(read([...second, {kind: 'synced', have: 1}], 'three')).toEqual([synced, {start: 500, end: 600}]);
	});

	it('tells of no bytes that are not in the document', () => {
		const beyond = journalLine({kind: 'have', start: 500, end: of.bytes + 1, source: 0});
		const within = journalLine({kind: 'have', start: 600, end: of.bytes, source: 0});
		expect(readJournal(Buffer.concat([bytes, Buffer.from(beyond + within)]), 'one')?.have).toEqual([
			{start: 0, end: 100},
			{start: 200, end: 400},
			{start: 600, end: of.bytes},
		]);
	});

	it('is read whatever its length, as after hours of a slow download', () => {
		const [part, open] = records;
		const have = journalLine({kind: 'have', start: 0, end: 100, source: 0});
		const [begin, many] = [[part, open].map(each => each && journalLine(each)).join(''), 150_000];
		const read = readJournal(Buffer.from(begin + have.repeat(many)), 'one');
		expect(read?.given).toHaveLength(many);
	});

	it.each([
		['of another version', {kind: 'part', version: 2, ...of}],
		['of no RFC', {kind: 'part', version: 1, ...of, rfc: '../7'}],
		['of no digest', {kind: 'part', version: 1, ...of, digest: 'x'}],
		['of a length that is none', {kind: 'part', version: 1, ...of, bytes: -1}],
	])('%s is none', (_what, record) => {
		const [, ...others] = records;
		const lines = [record, ...others].map(each => journalLine(each as JournalRecord));
		expect(readJournal(Buffer.from(lines.join('')), 'one')).toBeUndefined();
	});

	it.each([
		{kind: 'have', start: -5, end: 100, source: 0},
		{kind: 'have', start: 0, end: 1e300, source: 0},
		{kind: 'have', start: 900, end: 800, source: 0},
		{kind: 'source', source: 7, ...carol},
		{kind: 'synced', have: 'all'},
		{kind: 'soon'},
		null,
	])('ends where a line makes no sense: %j', record => {
		const line = journalLine(record as JournalRecord);
		const found = readJournal(Buffer.concat([bytes, Buffer.from(line), bytes]), 'one');
		expect(found?.validBytes).toBe(bytes.length);
		expect(found?.have).toEqual(readJournal(bytes, 'one')?.have);
	});

	it('cut anywhere, or with any byte changed, never claims more than was said before', () => {
		const all = readJournal(bytes, 'one')?.given ?? [];
		fc.assert(
			fc.property(fc.nat(bytes.length), fc.option(fc.nat(255)), (at, value) => {
				const damaged = value === null ? bytes.subarray(0, at) : Buffer.from(bytes);
				if (value !== null && at < bytes.length) damaged[at] = value;
				const given = readJournal(damaged, 'one')?.given ?? [];
				expect(all.slice(0, given.length)).toEqual(given);
				const {validBytes = 0} = readJournal(damaged, 'one') ?? {};
				expect(readJournal(damaged.subarray(0, validBytes), 'one')?.given ?? []).toEqual(given);
			}),
			{numRuns: 500},
		);
	});
});

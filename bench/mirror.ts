/**
 * How fast a folder of RFCs is mirrored from three peers that share it.
 *
 *   npm run build && node bench/mirror.ts [RFCS] [--rounds 3] [--folder DIR]
 *
 * RFCS: the folder (default ../shared/rfcs); `--folder`: where everything is written. The anchors, in the same run
 * and alternating with `p2pci mirror`, are rsync from a daemon on loopback, and `cp -r` as the lower bound. Whole
 * programs are timed, from start to end; ours verifies every document by its SHA-256. The ratio is rsync's time
 * divided by ours: 1 is as fast, more is faster. Nothing is deleted before the end: ext4 without a journal skips
 * every inode that was freed in the last minutes when it allocates one, so that each copy would pay for the previous
 * one, up to half a millisecond per file.
 */
import {spawn} from 'node:child_process';
import {copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as wait} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import {freePort} from '../source/net/bind.ts';
import {ended, owned} from './ended.ts';
import {anchor, program, row, startNetwork, timed} from './network.ts';
import {median} from './statistics.ts';
import {benchFolder} from './temporary.ts';

const peers = 3;

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {rounds: {type: 'string', default: '3'}, folder: {type: 'string', default: tmpdir()}},
});
const rsync = anchor('rsync', 'rsync');
const copy = anchor('cp', 'coreutils');
const source = positionals[0] ?? path.join(import.meta.dirname, '../../shared/rfcs');
const folder = benchFolder('mirror', values.folder);

/** Only the documents, so that all contenders copy the same. */
const shared = path.join(folder, 'shared');
mkdirSync(shared);
const names = readdirSync(source).filter(name => /^rfc\d+\.txt$/.test(name));
for (const name of names) copyFileSync(path.join(source, name), path.join(shared, name));
const bytes = names.reduce((sum, name) => sum + statSync(path.join(shared, name)).size, 0);

async function startRsync(): Promise<{readonly port: number; readonly stop: () => Promise<void>}> {
	const port = await freePort('127.0.0.1', 18_730);
	const config = path.join(folder, 'rsyncd.conf');
	const log = path.join(folder, 'rsyncd.log');
	const module = `[rfcs]\npath = ${shared}\nread only = yes\nuse chroot = no\n`;
	writeFileSync(config, `log file = ${log}\npid file = ${folder}/rsyncd.pid\n${module}`);
	const args = ['--daemon', '--no-detach', `--config=${config}`, `--port=${port}`, '--address=127.0.0.1'];
	const child = owned(spawn(rsync, args, {stdio: 'ignore'}));
	await wait(300);
	if (child.exitCode !== null) throw new Error(`rsync ended: ${readFileSync(log, 'utf8')}`);
	return {port, stop: () => ended([child])};
}

let copies = 0;

/** The seconds that a program takes to fill a new folder; checks the result. */
async function copied(
	command: string,
	argsFor: (target: string) => readonly string[],
): Promise<{readonly seconds: number; readonly peakMiB: number}> {
	const target = path.join(folder, `copy${++copies}`);
	const run = await timed(command, argsFor(target));
	const got = readdirSync(target);
	const whole = names.every(name => statSync(path.join(target, name)).size === statSync(path.join(shared, name)).size);
	if (got.length !== names.length || !whole)
		throw new Error(`${command} copied ${got.length} of ${names.length} files`);
	return run;
}

const daemon = await startRsync();
const network = await startNetwork(shared, peers, names.length);
const times = {mirror: [] as number[], rsync: [] as number[], cp: [] as number[]};
let peak = 0;
for (let round = 0; round < Number(values.rounds); round++) {
	times.cp.push((await copied(copy, target => ['-r', shared, target])).seconds);
	const module = `rsync://127.0.0.1:${daemon.port}/rfcs/`;
	times.rsync.push((await copied(rsync, target => ['-r', module, `${target}/`])).seconds);
	const place = `127.0.0.1:${network.port}`;
	const mirror = (target: string) => [program, 'mirror', '--server', place, '--output', target, '--json'];
	const ours = await copied(process.execPath, mirror);
	times.mirror.push(ours.seconds);
	peak = Math.max(peak, ours.peakMiB);
}
const rate = (seconds: number): string => `${Math.round(bytes / 1e6 / seconds)} MB/s`.padStart(9);
const medians = {mirror: median(times.mirror), rsync: median(times.rsync), cp: median(times.cp)};
const megabytes = (bytes / 1e6).toFixed(1);
console.log(`${names.length} documents, ${megabytes} MB, medians of ${values.rounds} rounds in turns, whole programs`);
console.log(row('cp -r', medians.cp, rate(medians.cp)));
console.log(row('rsync from a daemon', medians.rsync, rate(medians.rsync)));
const ratio = `${(medians.rsync / medians.mirror).toFixed(2)} of rsync, ${(medians.cp / medians.mirror).toFixed(2)} of cp -r`;
console.log(row(`p2pci mirror from ${peers} peers`, medians.mirror, rate(medians.mirror), ratio));
const peaks = (await network.peaks()).map(Math.round);
console.log(`Memory held at most: mirror ${Math.round(peak)} MiB, index server and peers ${peaks.join(', ')} MiB`);
await Promise.all([network.stop(), daemon.stop()]);
process.exit(0);

/**
 * How fast one large document is downloaded, from one peer and from three.
 *
 *   npm run build && node bench/get.ts [--size 1024] [--rounds 3] [--folder DIR]
 *
 * `--size` in MiB; `--folder`: where everything is written. The anchor, in the same run and alternating with ours, is
 * curl, which downloads the same file from nginx (sendfile), with and without sha256sum of the result, since ours is
 * verified. Whole programs are timed, from start to end. The ratio is their time divided by ours: 1 is as fast, more
 * is faster. The processor time of all processes involved is shown too, since a busy machine affects it less (Linux
 * only).
 *
 * Before each run a file of the same size is written and removed. On a virtual machine that returns free memory to
 * its host the first writer would otherwise pay for getting it back: ten times as much as for the writing.
 */
import {createHash} from 'node:crypto';
import {closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {ended} from './ended.ts';
import {anchor, program, row, startNetwork, timed} from './network.ts';
import {startNginx} from './nginx.ts';
import {processorMs} from './processor-time.ts';
import {median} from './statistics.ts';
import {benchFolder} from './temporary.ts';

const rfc = 900;
const mebi = 1024 * 1024;

/** Writes incompressible, reproducible bytes. Returns their SHA-256. */
function makeFile(file: string, mebibytes: number): string {
	const hash = createHash('sha256');
	const descriptor = openSync(file, 'w');
	const block = Buffer.alloc(mebi);
	let state = 0x9e3779b9;
	for (let index = 0; index < mebibytes; index++) {
		for (let at = 0; at < mebi; at += 4) {
			state ^= state << 13;
			state ^= state >>> 17;
			state ^= state << 5;
			block.writeInt32LE(state, at);
		}
		hash.update(block);
		writeSync(descriptor, block);
	}
	closeSync(descriptor);
	return hash.digest('hex');
}

const {values} = parseArgs({
	options: {
		size: {type: 'string', default: '1024'},
		rounds: {type: 'string', default: '3'},
		folder: {type: 'string', default: tmpdir()},
	},
});
const nginx = anchor('nginx', 'nginx-light');
const curl = anchor('curl', 'curl');
const sha256sum = anchor('sha256sum', 'coreutils');
const folder = benchFolder('get', values.folder);

const shared = path.join(folder, 'shared');
mkdirSync(shared);
const mebibytes = Number(values.size);
const digest = makeFile(path.join(shared, `rfc${rfc}.txt`), mebibytes);
const web = await startNginx(nginx, shared, folder);
const [one, three] = [await startNetwork(shared, 1, 1), await startNetwork(shared, 3, 1)];

/** Seconds of processor time of all programs started here, including those that have ended; NaN where nobody tells. */
function processorSeconds(): number {
	try {
		const tasks = readdirSync('/proc/self/task');
		const children = tasks.flatMap(
			task => readFileSync(`/proc/self/task/${task}/children`, 'utf8').match(/\d+/g) ?? [],
		);
		return children.reduce((ms, pid) => ms + processorMs(pid), processorMs('self', 'ended')) / 1000;
	} catch {
		return Number.NaN;
	}
}

function warmMemory(): void {
	const file = path.join(folder, 'warm');
	const descriptor = openSync(file, 'w');
	const block = Buffer.alloc(mebi);
	for (let index = 0; index < mebibytes; index++) writeSync(descriptor, block);
	closeSync(descriptor);
	rmSync(file);
}

type Cost = {readonly seconds: number; readonly processor: number};

/** Runs one of the contenders, each from the same state. */
async function costOf(work: () => Promise<number>): Promise<Cost> {
	warmMemory();
	const before = processorSeconds();
	const seconds = await work();
	return {seconds, processor: processorSeconds() - before};
}

let peak = 0;
async function ours(port: number): Promise<number> {
	const output = path.join(folder, 'got');
	const args = ['get', String(rfc), '--server', `127.0.0.1:${port}`, '--output', output, '--json'];
	const {seconds, peakMiB, output: said} = await timed(process.execPath, [program, ...args]);
	peak = Math.max(peak, peakMiB);
	if (!said.includes('"verified": "digest"')) throw new Error(`it was not verified: ${said}`);
	rmSync(output, {recursive: true});
	return seconds;
}

const curled = path.join(folder, 'curled');

async function curls(): Promise<number> {
	return (await timed(curl, ['-s', '-o', curled, `http://127.0.0.1:${web.port}/rfc${rfc}.txt`])).seconds;
}

async function sums(): Promise<number> {
	const sum = await timed(sha256sum, [curled]);
	if (!sum.output.startsWith(digest)) throw new Error('curl got something else');
	rmSync(curled);
	return sum.seconds;
}

const costs = {one: [] as Cost[], three: [] as Cost[], curl: [] as Cost[], checked: [] as Cost[]};
for (let round = 0; round < Number(values.rounds); round++) {
	const got = await costOf(curls);
	const before = processorSeconds();
	const checked = {seconds: await sums(), processor: processorSeconds() - before};
	costs.curl.push(got);
	costs.checked.push({
		seconds: got.seconds + checked.seconds,
		processor: got.processor + checked.processor,
	});
	costs.one.push(await costOf(() => ours(one.port)));
	costs.three.push(await costOf(() => ours(three.port)));
}
const mid = (all: readonly Cost[]): Cost => ({
	seconds: median(all.map(({seconds}) => seconds)),
	processor: median(all.map(({processor}) => processor)),
});
const medians = {one: mid(costs.one), three: mid(costs.three), curl: mid(costs.curl), checked: mid(costs.checked)};
const rate = ({seconds}: Cost): string => `${Math.round((mebibytes * 1.048576) / seconds)} MB/s`.padStart(9);
const processor = ({processor}: Cost): string => `${processor.toFixed(2)} s of processor`;
const ratios = ({seconds}: Cost): string =>
	`${(medians.curl.seconds / seconds).toFixed(2)} of nginx + curl, ${(medians.checked.seconds / seconds).toFixed(2)} of nginx + curl + sha256sum`;
const tell = (name: string, cost: Cost, ...more: readonly string[]) =>
	console.log(row(name, cost.seconds, rate(cost), processor(cost), ...more));
console.log(`One file of ${mebibytes} MiB, medians of ${values.rounds} rounds in turns, whole programs`);
tell('nginx + curl, not verified', medians.curl);
tell('nginx + curl, then sha256sum', medians.checked);
tell('p2pci get from 1 peer, verified', medians.one, ratios(medians.one));
tell('p2pci get from 3 peers, verified', medians.three, ratios(medians.three));
const peaks = [...(await one.peaks()).slice(1), ...(await three.peaks()).slice(1)].map(Math.round);
console.log(`Memory held at most: downloader ${Math.round(peak)} MiB, uploaders ${peaks.join(', ')} MiB`);
await Promise.all([one.stop(), three.stop(), ended([web.child])]);
process.exit(0);

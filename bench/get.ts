/**
 * How fast one large document comes, from one peer and from three.
 *
 *   npm run build && node bench/get.ts [--size 1024] [--rounds 3] [--folder DIR]
 *
 * `--size` in MiB; `--folder`: where everything is written. Beside it in the same run, in turns: curl, which gets the same
 * file from nginx (sendfile), with and without sha256sum of what came, since ours is verified. Whole programs are timed,
 * from their start to their end. The ratio is their time to ours: 1 is as fast, more is faster.
 */
import {spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {
	chmodSync,
	closeSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	readFileSync,
	rmSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as wait} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import {freePort} from '../source/net/listener.ts';
import {anchor, median, program, row, startNetwork, timed} from './network.ts';

const rfc = 900;
const mebi = 1024 * 1024;

/** Bytes that no disk and no network can make smaller, the same each time. Gives their SHA-256. */
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

async function startNginx(command: string, folder: string, served: string): Promise<{port: number; stop: () => void}> {
	const port = await freePort('127.0.0.1', 18_080);
	if (port === 0) throw new Error('no port is free');
	const config = path.join(folder, 'nginx.conf');
	const log = path.join(folder, 'nginx.log');
	writeFileSync(
		config,
		`worker_processes 1; pid ${folder}/nginx.pid; error_log ${log}; daemon off;
events {} http { access_log off; sendfile on; client_body_temp_path ${folder}; proxy_temp_path ${folder};
fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
server { listen 127.0.0.1:${port}; root ${served}; } }\n`,
	);
	const child = spawn(command, ['-c', config, '-e', log], {stdio: 'ignore'});
	await wait(300);
	if (child.exitCode !== null) throw new Error(`nginx ended: ${readFileSync(log, 'utf8')}`);
	return {port, stop: () => child.kill()};
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
const folder = mkdtempSync(path.join(values.folder, 'p2pci-bench-get-'));
chmodSync(folder, 0o755);
process.once('exit', () => rmSync(folder, {recursive: true, force: true}));

const shared = path.join(folder, 'shared');
mkdirSync(shared);
const mebibytes = Number(values.size);
const digest = makeFile(path.join(shared, `rfc${rfc}.txt`), mebibytes);
const web = await startNginx(nginx, folder, shared);
const [one, three] = [await startNetwork(shared, 1, 1), await startNetwork(shared, 3, 1)];

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

async function anchors(): Promise<{readonly got: number; readonly checked: number}> {
	const file = path.join(folder, 'curled');
	const got = await timed(curl, ['-s', '-o', file, `http://127.0.0.1:${web.port}/rfc${rfc}.txt`]);
	const sum = await timed(sha256sum, [file]);
	if (!sum.output.startsWith(digest)) throw new Error('curl got something else');
	rmSync(file);
	return {got: got.seconds, checked: got.seconds + sum.seconds};
}

const times = {one: [] as number[], three: [] as number[], curl: [] as number[], checked: [] as number[]};
for (let round = 0; round < Number(values.rounds); round++) {
	const {got, checked} = await anchors();
	times.curl.push(got);
	times.checked.push(checked);
	times.one.push(await ours(one.port));
	times.three.push(await ours(three.port));
}
const medians = {
	...{one: median(times.one), three: median(times.three), curl: median(times.curl), checked: median(times.checked)},
};
const rate = (seconds: number): string => `${Math.round((mebibytes * 1.048576) / seconds)} MB/s`.padStart(9);
const ratios = (seconds: number): string =>
	`${(medians.curl / seconds).toFixed(2)} of nginx + curl, ${(medians.checked / seconds).toFixed(2)} of nginx + curl + sha256sum`;
console.log(`One file of ${mebibytes} MiB, medians of ${values.rounds} rounds in turns, whole programs`);
console.log(row('nginx + curl, not verified', medians.curl, rate(medians.curl)));
console.log(row('nginx + curl, then sha256sum', medians.checked, rate(medians.checked)));
console.log(row('p2pci get from 1 peer, verified', medians.one, rate(medians.one), ratios(medians.one)));
console.log(row('p2pci get from 3 peers, verified', medians.three, rate(medians.three), ratios(medians.three)));
const peaks = [...(await one.peaks()).slice(1), ...(await three.peaks()).slice(1)].map(Math.round);
console.log(`Memory held at most: downloader ${Math.round(peak)} MiB, uploaders ${peaks.join(', ')} MiB`);
for (const {stop} of [one, three, web]) stop();
process.exit(0);

/**
 * How fast documents go out: 54 kB each, asked for over one connection, many requests under way (PROTOCOL.md 4).
 *
 *   node bench/upload.ts [--depth 16] [--seconds 1.5] [--rounds 5] [--nginx] [--program /usr/sbin/nginx]
 *
 * Beside our upload server, in the same run and in turns with it: a plain server that writes the same answers from memory,
 * the most that this machine and Node can do, and nginx where it is asked for. Each server is a process of its own.
 */
import {type ChildProcess, fork, spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {connect, createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {freePort} from '../source/net/listener.ts';
import {startUploadServer} from '../source/peer/upload-server.ts';

const documents = 256;
const documentBytes = 54_000;
const firstNumber = 1000;

/** A server to measure. */
type Contender = {
	readonly name: string;
	readonly port: number;
	/** The request for the document with this number. */
	readonly request: (rfc: number) => string;
	/** Microseconds of processor time so far; undefined where it cannot be told. */
	readonly processorTime: () => Promise<number | undefined>;
};

type Measured = {readonly requests: number; readonly megabytes: number; readonly processor: number | undefined};

const pathOf = (folder: string, rfc: number): string => path.join(folder, `rfc${rfc}.txt`);

function makeDocuments(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'p2pci-bench-'));
	// Other servers may run as another user.
	chmodSync(folder, 0o755);
	for (let rfc = firstNumber; rfc < firstNumber + documents; rfc++) {
		const line = (index: number) => `   Line ${index} of document ${rfc}, as long as lines of documents are.\n`;
		let text = '';
		for (let index = 1; text.length < documentBytes; index++) text += line(index);
		writeFileSync(pathOf(folder, rfc), text.slice(0, documentBytes));
	}
	return folder;
}

// The servers, each in a process of its own: it says its port, and its processor time whenever it is asked.

async function serveOurs(folder: string): Promise<number> {
	const shared = new Map(
		Array.from({length: documents}, (_, index) => {
			const file = pathOf(folder, firstNumber + index);
			const {size, mtimeMs} = statSync(file);
			const digest = `sha-256=:${createHash('sha256').update(readFileSync(file)).digest('base64')}:`;
			return [firstNumber + index, {file, bytes: size, modified: mtimeMs, digest}] as const;
		}),
	);
	const server = await startUploadServer({host: '127.0.0.1', port: 0, find: rfc => shared.get(rfc), os: 'Linux'});
	return server.port;
}

async function serveFromMemory(folder: string): Promise<number> {
	const head = `P2P-CI/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${documentBytes}\r\n\r\n`;
	const answers = Array.from({length: documents}, (_, index) =>
		Buffer.concat([Buffer.from(head), readFileSync(pathOf(folder, firstNumber + index))]),
	);
	const server = createServer({noDelay: true}, socket => {
		let rest = '';
		socket.on('error', () => {});
		socket.on('drain', () => socket.resume());
		socket.on('data', chunk => {
			const requests = (rest + chunk.toString('latin1')).split('\r\n\r\n');
			rest = requests.pop() ?? '';
			for (const request of requests) {
				const answer = answers[Number(request.slice(8, 12)) - firstNumber];
				if (answer && !socket.write(answer)) socket.pause();
			}
		});
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	return typeof address === 'object' && address !== null ? address.port : 0;
}

async function serve(role: string, folder: string): Promise<void> {
	const port = await (role === 'ours' ? serveOurs(folder) : serveFromMemory(folder));
	process.on('message', () => {
		const {user, system} = process.cpuUsage();
		process.send?.(user + system);
	});
	process.on('disconnect', () => process.exit());
	process.send?.(port);
}

const nextMessage = (child: ChildProcess): Promise<number> =>
	new Promise((resolve, reject) => {
		const onExit = (code: number | null) => reject(new Error(`a server ended with ${code}`));
		child.once('exit', onExit);
		child.once('message', message => {
			child.off('exit', onExit);
			resolve(Number(message));
		});
	});

async function startOwn(name: string, role: string, folder: string, children: ChildProcess[]): Promise<Contender> {
	const child = fork(fileURLToPath(import.meta.url), [role, folder]);
	children.push(child);
	return {
		name,
		port: await nextMessage(child),
		request: rfc => `GET RFC ${rfc} P2P-CI/1.1\r\nHost: bench\r\nOS: Linux\r\nAccept-Encoding: zstd, gzip\r\n\r\n`,
		processorTime: () => {
			child.send('time');
			return nextMessage(child);
		},
	};
}

/** What the system counts for another process, to its hundredth of a second; in microseconds. */
function processorTimeOf(pid: number | undefined): number | undefined {
	if (process.platform !== 'linux' || pid === undefined) return undefined;
	const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
	const [user, system] = text
		.slice(text.lastIndexOf(')') + 2)
		.split(' ')
		.slice(11, 13);
	return (Number(user) + Number(system)) * 10_000;
}

async function startNginx(program: string, folder: string, children: ChildProcess[]): Promise<Contender> {
	const port = await freePort('127.0.0.1', 18_080);
	const configuration = path.join(folder, 'nginx.conf');
	const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
		.map(each => `${each}_temp_path ${folder}/${each};`)
		.join(' ');
	writeFileSync(
		configuration,
		`daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr crit;
		events { worker_connections 64; }
		http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; ${temporary}
			server { listen 127.0.0.1:${port}; root ${folder}; default_type text/plain; } }\n`,
	);
	const child = spawn(program, ['-c', configuration, '-p', folder, '-e', 'stderr'], {
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	children.push(child);
	await new Promise<void>((resolve, reject) => {
		child.once('error', () => reject(new Error(`${program} does not start: install Debian's package nginx-light`)));
		child.once('exit', code => reject(new Error(`${program} ended with ${code}`)));
		const tryIt = () =>
			connect(port, '127.0.0.1', function (this: {destroy(): void}) {
				this.destroy();
				resolve();
			}).on('error', () => setTimeout(tryIt, 20));
		tryIt();
	});
	const request = (rfc: number): string => `GET /rfc${rfc}.txt HTTP/1.1\r\nHost: localhost\r\n\r\n`;
	return {name: 'nginx', port, request, processorTime: async () => processorTimeOf(child.pid)};
}

// The one who asks.

const endOfHead = Buffer.from('\r\n\r\n');

/** Counts answers in a stream of them. */
class AnswerCounter {
	count = 0;
	#bodyLeft = 0;
	#head = '';

	push(bytes: Buffer): void {
		for (let at = 0; at < bytes.length; ) {
			if (this.#bodyLeft === 0) at = this.#takeHead(bytes, at);
			const taken = Math.min(this.#bodyLeft, bytes.length - at);
			this.#bodyLeft -= taken;
			at += taken;
			if (taken > 0 && this.#bodyLeft === 0) this.count++;
		}
	}

	#takeHead(bytes: Buffer, at: number): number {
		const joined = this.#head + bytes.toString('latin1', at, Math.min(bytes.length, at + 1024));
		const end = joined.indexOf(endOfHead.toString());
		if (end < 0) {
			this.#head = joined;
			return bytes.length;
		}
		const [, code, length] = /^\S+ (\d+)[\s\S]*\r\nContent-Length: (\d+)/i.exec(joined) ?? [];
		if (code !== '200') throw new Error(`not an answer to count: ${joined.slice(0, end)}`);
		this.#bodyLeft = Number(length);
		const before = this.#head.length;
		this.#head = '';
		return at + end + endOfHead.length - before;
	}
}

async function measure(contender: Contender, depth: number, seconds: number): Promise<Measured> {
	const counter = new AnswerCounter();
	let asked = 0;
	let bytes = 0;
	const time = await contender.processorTime();
	const began = performance.now();
	await new Promise<void>((resolve, reject) => {
		const socket = connect({
			port: contender.port,
			host: '127.0.0.1',
			noDelay: true,
			onread: {
				buffer: Buffer.allocUnsafe(256 * 1024),
				callback: (length, buffer) => {
					bytes += length;
					counter.push(Buffer.from(buffer.buffer, buffer.byteOffset, length));
					if (performance.now() - began > seconds * 1000) socket.destroy();
					else askUpTo(counter.count + depth);
					return true;
				},
			},
		});
		const askUpTo = (count: number) => {
			let text = '';
			for (; asked < count; asked++) text += contender.request(firstNumber + (asked % documents));
			if (text !== '') socket.write(text);
		};
		socket.on('error', reject);
		socket.on('close', () => resolve());
		socket.on('connect', () => askUpTo(depth));
	});
	const elapsed = (performance.now() - began) / 1000;
	const after = await contender.processorTime();
	const processor = time === undefined || after === undefined ? undefined : (after - time) / counter.count;
	return {requests: counter.count / elapsed, megabytes: bytes / elapsed / 1e6, processor};
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		depth: {type: 'string', default: '16'},
		seconds: {type: 'string', default: '1.5'},
		rounds: {type: 'string', default: '5'},
		nginx: {type: 'boolean', default: false},
		program: {type: 'string', default: '/usr/sbin/nginx'},
	},
});

const [role, servedFolder] = positionals;
if (role !== undefined && servedFolder !== undefined && existsSync(servedFolder)) await serve(role, servedFolder);
else await compare();

async function compare(): Promise<void> {
	const folder = makeDocuments();
	const children: ChildProcess[] = [];
	try {
		const contenders = [
			await startOwn('p2pci', 'ours', folder, children),
			await startOwn('from memory', 'memory', folder, children),
			...(values.nginx ? [await startNginx(values.program, folder, children)] : []),
		];
		const rounds: Measured[][] = contenders.map(() => []);
		for (let round = 0; round <= Number(values.rounds); round++) {
			for (const [index, contender] of contenders.entries()) {
				const measured = await measure(contender, Number(values.depth), Number(values.seconds));
				// The first round only warms everybody up.
				if (round > 0) rounds[index]?.push(measured);
			}
		}
		report(contenders, rounds);
	} finally {
		for (const child of children) child.kill();
		rmSync(folder, {recursive: true, force: true});
	}
}

function report(contenders: readonly Contender[], rounds: readonly (readonly Measured[])[]): void {
	const of = (index: number, pick: (measured: Measured) => number): number => median((rounds[index] ?? []).map(pick));
	console.log(`${documents} documents of ${documentBytes} bytes, one connection, ${values.depth} requests under way`);
	console.log(`medians of ${values.rounds} rounds of ${values.seconds} s, in turns\n`);
	for (const [index, {name}] of contenders.entries()) {
		const requests = of(index, each => each.requests);
		const processor = of(index, each => each.processor ?? 0);
		const columns = [
			name.padEnd(12),
			`${requests.toFixed(0).padStart(6)} requests/s`,
			`${of(index, each => each.megabytes)
				.toFixed(0)
				.padStart(5)} MB/s`,
			processor > 0 ? `${processor.toFixed(1).padStart(6)} us of processor a request` : '',
		];
		console.log(columns.join('  ').trimEnd());
	}
	console.log();
	for (const [index, {name}] of contenders.entries()) {
		if (index === 0) continue;
		const speed = of(0, each => each.requests) / of(index, each => each.requests);
		const cost = of(0, each => each.processor ?? 0) / of(index, each => each.processor ?? 0);
		const costs = Number.isFinite(cost) ? `, at ${cost.toFixed(2)} of its processor time` : '';
		console.log(`p2pci / ${name}: ${speed.toFixed(2)} of the requests a second${costs}`);
	}
}

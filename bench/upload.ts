/**
 * How fast documents are sent: 54 kB each, over one connection with many outstanding requests (RFC 900003).
 *
 *   node bench/upload.ts [--depth 16] [--seconds 1.5] [--rounds 5] [--nginx] [--program /usr/sbin/nginx]
 *
 * The anchors, in the same run and alternating with our upload server, are a plain server that writes the same
 * answers from memory, the most that this machine and Node can do, and optionally nginx. Each server is a process of
 * its own.
 */
import {existsSync} from 'node:fs';
import {connect} from 'node:net';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {ended} from './ended.ts';
import {startNginx} from './nginx.ts';
import {serveBenchmark, startServerProcess} from './server-process.ts';
import {median} from './statistics.ts';
import {documentBytes, documents, firstNumber, makeDocuments, serveFromMemory, serveOurs} from './upload-servers.ts';

/** A server to measure. */
type Contender = {
	readonly name: string;
	readonly port: number;
	/** The request for the document with this number. */
	readonly request: (rfc: number) => string;
	/** Microseconds of processor time so far; undefined when unknown. */
	readonly processorTime: () => Promise<number | undefined>;
};

type Measured = {readonly requests: number; readonly megabytes: number; readonly processor: number | undefined};

const ourRequest = (rfc: number): string => `GET RFC ${rfc} P2P-CI/1.1\r\nHost: bench\r\nOS: Linux\r\n\r\n`;
const nginxRequest = (rfc: number): string => `GET /rfc${rfc}.txt HTTP/1.1\r\nHost: localhost\r\n\r\n`;

const endOfHead = Buffer.from('\r\n\r\n');

/** Counts the answers in a stream. */
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
if (role !== undefined && servedFolder !== undefined && existsSync(servedFolder)) {
	serveBenchmark(await (role === 'ours' ? serveOurs(servedFolder) : serveFromMemory(servedFolder)));
} else await compare();

async function compare(): Promise<void> {
	const folder = makeDocuments();
	const script = fileURLToPath(import.meta.url);
	const servers = [];
	try {
		const ours = await startServerProcess(script, ['ours', folder]);
		servers.push(ours);
		const memory = await startServerProcess(script, ['memory', folder]);
		servers.push(memory);
		const nginx = values.nginx ? await startNginx(values.program, folder, folder) : undefined;
		if (nginx) servers.push(nginx);
		const contenders: readonly Contender[] = [
			{...ours, name: 'p2pci', request: ourRequest},
			{...memory, name: 'from memory', request: ourRequest},
			...(nginx ? [{...nginx, name: 'nginx', request: nginxRequest}] : []),
		];
		const rounds: Measured[][] = contenders.map(() => []);
		for (let round = 0; round <= Number(values.rounds); round++) {
			for (const [index, contender] of contenders.entries()) {
				const measured = await measure(contender, Number(values.depth), Number(values.seconds));
				// The first round is only a warm-up.
				if (round > 0) rounds[index]?.push(measured);
			}
		}
		report(contenders, rounds);
	} finally {
		await ended(servers.map(({child}) => child));
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

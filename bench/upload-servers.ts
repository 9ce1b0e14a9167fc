/** The servers of `upload.ts`: ours, a plain one from memory, and nginx, all with the same documents. */
import {type ChildProcess, spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {chmodSync, mkdtempSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {connect, createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {freePort} from '../source/net/listener.ts';
import {startUploadServer} from '../source/peer/upload/upload-server.ts';
import {listenLocally} from './server-process.ts';

export const documents = 256;
export const documentBytes = 54_000;
export const firstNumber = 1000;

const pathOf = (folder: string, rfc: number): string => path.join(folder, `rfc${rfc}.txt`);

/** Writes the documents into a new folder, and returns it. */
export function makeDocuments(): string {
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

/** Starts our upload server in this process; resolves with its port. */
export async function serveOurs(folder: string): Promise<number> {
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

/** Starts a server in this process that writes prepared answers; resolves with its port. */
export function serveFromMemory(folder: string): Promise<number> {
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
	return listenLocally(server);
}

export type Nginx = {
	readonly child: ChildProcess;
	readonly port: number;
	readonly processorTime: () => Promise<number | undefined>;
};

/** Starts nginx on the folder. Rejects, naming the Debian package, when it is not installed. */
export async function startNginx(program: string, folder: string): Promise<Nginx> {
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
	return {child, port, processorTime: async () => processorTimeOf(child.pid)};
}

/** The processor time of another process according to the system, with a resolution of 10 ms; in microseconds. */
function processorTimeOf(pid: number | undefined): number | undefined {
	if (process.platform !== 'linux' || pid === undefined) return undefined;
	const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
	const [user, system] = text
		.slice(text.lastIndexOf(')') + 2)
		.split(' ')
		.slice(11, 13);
	return (Number(user) + Number(system)) * 10_000;
}

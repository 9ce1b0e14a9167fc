/** nginx, the anchor of benchmarks that send documents. */
import {type ChildProcess, spawn} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import path from 'node:path';
import process from 'node:process';
import {freePort} from '../source/net/bind.ts';
import {owned} from './ended.ts';
import {processorMs} from './processor-time.ts';

export type Nginx = {
	readonly child: ChildProcess;
	readonly port: number;
	/** In microseconds; undefined where the system does not tell. */
	readonly processorTime: () => Promise<number | undefined>;
};

/**
 * Starts nginx to serve a folder, with its own files in another one. Rejects, naming the Debian package, when it is not
 * installed.
 */
export async function startNginx(program: string, served: string, folder: string): Promise<Nginx> {
	const port = await freePort('127.0.0.1', 18_080);
	if (port === 0) throw new Error('no port is free');
	const configuration = path.join(folder, 'nginx.conf');
	const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
		.map(each => `${each}_temp_path ${folder}/${each};`)
		.join(' ');
	writeFileSync(
		configuration,
		`daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr crit;
		events { worker_connections 64; }
		http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; ${temporary}
			server { listen 127.0.0.1:${port}; root ${served}; default_type text/plain; } }\n`,
	);
	const words = ['-c', configuration, '-p', folder, '-e', 'stderr'];
	const child = owned(spawn(program, words, {stdio: ['ignore', 'ignore', 'inherit']}));
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

/** In microseconds. */
function processorTimeOf(pid: number | undefined): number | undefined {
	return process.platform === 'linux' && pid !== undefined ? 1000 * processorMs(pid) : undefined;
}

/**
 * A small index server of P2P-CI/1.0 as other people write them, with variations. It shares no code with the project.
 */
import {createServer, type Socket} from 'node:net';

export type ClassicIndexOptions = {
	/** Any free port by default. */
	readonly port?: number;
	/**
	 * Closes after each answer, and keeps its records then; otherwise records are removed with their connection.
	 * `instead`: the close stands for the blank line at an answer's end.
	 */
	readonly closes?: boolean | 'instead';
	/** Methods besides ADD, LOOKUP and LIST; others are 400. */
	readonly knows?: readonly string[];
	/** Closes the connection at a method that it does not know, without an answer. */
	readonly hangsUp?: boolean;
	/** Forgets everything under the Host of a connection that ends, whoever added it. */
	readonly byHost?: boolean;
	/** Answers 505 to everything, since it takes the CR for a part of the version. */
	readonly splitsAtLf?: boolean;
	/** Answers ADD and remembers nothing. */
	readonly forgets?: boolean;
	/** Writes records with this between their values, instead of a space. */
	readonly gap?: string;
	/** LIST is 400, too. */
	readonly listless?: boolean;
	/** LOOKUP needs the exact title. */
	readonly titles?: boolean;
	/** How it reacts to 1.1: `505` as specified, or something worse. */
	readonly stranger?: '505' | 'echo' | 'close' | 'silent';
};

export type ClassicIndex = AsyncDisposable & {
	readonly port: number;
	/** Complete 1.0 requests, as received. */
	readonly requests: readonly string[];
	/** Data lines, in order of arrival. */
	readonly records: () => readonly string[];
	/** Connections that are open. */
	readonly open: () => number;
	/** Connections that ended without a byte from the other side. */
	readonly mute: () => number;
	/** Breaks every connection. */
	readonly drop: () => void;
};

type Entry = {readonly line: string; readonly key: string; readonly socket: Socket};

export async function classicIndex(options: ClassicIndexOptions = {}): Promise<ClassicIndex> {
	const {closes = false, knows = [], listless = false, forgets = false, titles = false, stranger = '505'} = options;
	const {hangsUp = false, byHost = false, gap = ' '} = options;
	const sockets = new Set<Socket>();
	const requests: string[] = [];
	let entries: Entry[] = [];
	let mute = 0;
	const hosts = new Map<Socket, Set<string>>();

	const answer = (socket: Socket, text: string): string | undefined => {
		const [first = '', ...lines] = text.split('\r\n');
		const [, method = '', target = '', version = ''] = /^(\S+) (.*) (\S+)$/.exec(first) ?? [];
		if (version !== 'P2P-CI/1.0') {
			if (stranger === 'close') socket.end();
			if (stranger === 'echo') return `${version} 400 Bad Request\r\n\r\n`;
			return stranger === '505' ? 'P2P-CI/1.0 505 P2P-CI Version Not Supported\r\n\r\n' : undefined;
		}
		requests.push(text);
		if (options.splitsAtLf) return `${version}\r 505 P2P-CI Version Not Supported\n`;
		const [host, port, title] = lines.map(line => line.slice(line.indexOf(': ') + 2));
		hosts.set(socket, (hosts.get(socket) ?? new Set()).add(host ?? ''));
		const number = target.replace('RFC ', '');
		const key = `${number} ${host} ${port}`;
		const found = (list: readonly Entry[]) =>
			list.length > 0
				? `P2P-CI/1.0 200 OK\r\n\r\n${list.map(({line}) => `${line.replaceAll(' ', gap)}\r\n`).join('')}\r\n`
				: 'P2P-CI/1.0 404 Not Found\r\n\r\n\r\n';
		if (method === 'ADD') {
			entries = entries.filter(each => each.key !== key);
			entries.push({key, line: `RFC ${number} ${title} ${host} ${port}`, socket});
			return found(forgets ? entries.splice(-1) : entries.slice(-1));
		}
		if (method === 'LIST' && !listless) return found(entries);
		if (method === 'LOOKUP') {
			return found(entries.filter(({line}) => line.startsWith(`RFC ${number} ${titles ? `${title} ` : ''}`)));
		}
		if (method === 'REMOVE' && knows.includes(method)) {
			const gone = entries.filter(each => each.key === key);
			entries = entries.filter(each => each.key !== key);
			return found(gone);
		}
		if (method === 'LEAVE' && knows.includes(method)) {
			entries = entries.filter(each => !each.key.endsWith(` ${host} ${port}`));
			return 'P2P-CI/1.0 200 OK\r\n\r\n\r\n';
		}
		if (hangsUp) socket.end();
		return hangsUp ? undefined : 'P2P-CI/1.0 400 Bad Request\r\n\r\n\r\n';
	};

	const server = createServer(socket => {
		sockets.add(socket);
		let text = '';
		socket.setNoDelay().on('error', () => {});
		socket.on('close', () => {
			sockets.delete(socket);
			if (socket.bytesRead === 0) mute++;
			if (!closes) entries = entries.filter(each => each.socket !== socket);
			if (byHost) entries = entries.filter(each => !hosts.get(socket)?.has(each.key.split(' ')[1] ?? ''));
		});
		socket.on('data', chunk => {
			text += chunk;
			for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
				const request = text.slice(0, end + 4);
				text = text.slice(end + 4);
				const said = answer(socket, request);
				if (said !== undefined) socket.write(closes === 'instead' ? said.replace(/(?:\r\n)+$/, '\r\n') : said);
				if (closes && said !== undefined) socket.end();
			}
		});
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port ?? 0, '127.0.0.1', resolve);
	});
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	const drop = () => {
		for (const socket of sockets) socket.destroy();
	};
	return {
		port: address.port,
		requests,
		records: () => entries.map(({line}) => line),
		open: () => sockets.size,
		mute: () => mute,
		drop,
		[Symbol.asyncDispose]: async () => {
			const closed = new Promise<void>(resolve => server.close(() => resolve()));
			drop();
			await closed;
		},
	};
}

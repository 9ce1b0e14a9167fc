/** The import rules of docs/architecture.md: imports may skip layers, but never point backwards. */
import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join, relative, sep} from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';

const source = fileURLToPath(new URL('../source', import.meta.url));

type Import = {readonly from: string; readonly to: string; readonly typeOnly: boolean};

const files = readdirSync(source, {recursive: true, encoding: 'utf8'})
	.filter(name => /\.tsx?$/.test(name))
	.map(name => name.split(sep).join('/'));

const pattern = /^\s*(?:import|export)\s+(type\s+)?(?:([^'"]*?)\s+from\s+)?['"]([^'"]+)['"]/gm;
const dynamic = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

function importsOf(file: string): Import[] {
	const text = readFileSync(join(source, file), 'utf8');
	const resolve = (to: string) =>
		to.startsWith('.')
			? relative(source, join(source, dirname(file), to))
					.split(sep)
					.join('/')
			: to;
	const fixed = [...text.matchAll(pattern)].map(([, type, names = '', to = '']) => ({
		from: file,
		to: resolve(to),
		typeOnly:
			type !== undefined ||
			(/^\{.*\}$/s.test(names.trim()) &&
				names
					.replace(/[{}]/g, '')
					.split(',')
					.every(name => /^\s*(type\s|$)/.test(name))),
	}));
	return [
		...fixed,
		...[...text.matchAll(dynamic)].map(([, to = '']) => ({from: file, to: resolve(to), typeOnly: false})),
	];
}

const imports = files.flatMap(importsOf);
const folderOf = (path: string) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : path);
const tell = (list: readonly Import[]) => list.map(({from, to}) => `${from} -> ${to}`);

/** What each folder may import, besides itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
	'cli.ts': ['commands', 'ui', 'server', 'peer', 'net', 'protocol', 'rfc', 'order', 'text'],
	commands: ['ui', 'server', 'peer', 'net', 'protocol', 'rfc', 'order', 'text'],
	ui: ['server', 'peer', 'net', 'protocol', 'rfc', 'order', 'text'],
	server: ['net', 'protocol', 'rfc', 'order', 'text'],
	peer: ['net', 'protocol', 'rfc', 'order', 'text'],
	net: ['protocol', 'rfc', 'text'],
	protocol: [],
	rfc: [],
	order: [],
	text: [],
};

/** What each folder inside `peer/` and `commands/` may import, besides itself; `.` stands for the files beside it. */
const allowedInside: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
	peer: {
		upload: ['.', 'disk'],
		download: ['.', 'index', 'library', 'disk'],
		index: ['.', 'disk'],
		library: ['.', 'disk'],
		disk: ['.'],
	},
	commands: {documents: ['line', 'process'], line: ['process'], process: []},
};
const innerFolderOf = (outer: string, path: string) =>
	path.startsWith(`${outer}/`) ? (path.split('/').at(-2) ?? '').replace(outer, '.') : undefined;

describe('imports', () => {
	it('are found at all', () => {
		expect(imports.length).toBeGreaterThan(100);
	});

	it('go one way between the folders', () => {
		const inside = imports.filter(({to}) => files.includes(to));
		const wrong = inside.filter(({from, to}) => {
			const [here, there] = [folderOf(from), folderOf(to)];
			return here !== there && !allowed[here]?.includes(there);
		});
		expect(tell(wrong)).toEqual([]);
	});

	it.each(Object.keys(allowedInside))('go one way between the folders of %s', outer => {
		const rooms = allowedInside[outer] ?? {};
		const wrong = imports.filter(({from, to}) => {
			const [here, there] = [innerFolderOf(outer, from), innerFolderOf(outer, to)];
			const may = here === undefined ? undefined : rooms[here];
			return may !== undefined && there !== undefined && here !== there && !may.includes(there);
		});
		expect(tell(wrong)).toEqual([]);
	});

	it('of files resolve to files', () => {
		const lost = imports.filter(({to}) => /\.(ts|tsx)$/.test(to) && !files.includes(to));
		expect(tell(lost)).toEqual([]);
	});

	it('of sockets are in net, of Ink and React in ui, of the file system in no leaf', () => {
		const wrong = imports.filter(({from, to}) => {
			const here = folderOf(from);
			if (/^node:(net|tls|dgram)$/.test(to)) return here !== 'net';
			if (/^(ink|react)\b/.test(to)) return here !== 'ui';
			if (/^node:(fs|child_process|timers|os|worker_threads)/.test(to))
				return ['protocol', 'rfc', 'order', 'text'].includes(here);
			return false;
		});
		expect(tell(wrong)).toEqual([]);
	});

	it('of the screens take only types from protocol, server and peer', () => {
		const wrong = imports.filter(
			({from, to, typeOnly}) =>
				folderOf(from) === 'ui' &&
				['protocol', 'server', 'peer'].includes(folderOf(to)) &&
				files.includes(to) &&
				!typeOnly,
		);
		expect(tell(wrong)).toEqual([]);
	});

	it('of one-shot commands never load React', () => {
		const reached = new Set<string>();
		const visit = (file: string): void => {
			if (reached.has(file)) return;
			reached.add(file);
			for (const {to, typeOnly} of imports.filter(({from}) => from === file)) if (!typeOnly) visit(to);
		};
		for (const command of ['commands/query.ts', 'commands/get.ts']) visit(command);
		expect([...reached].filter(file => /^(ink|react)\b/.test(file) || file.startsWith('ui/'))).toEqual([]);
		expect(reached.size).toBeGreaterThan(10);
	});

	it('have no cycle, not even of types', () => {
		const graph = new Map(files.map(file => [file, imports.filter(({from}) => from === file).map(({to}) => to)]));
		const done = new Set<string>();
		const cycles: string[] = [];
		const visit = (file: string, path: readonly string[]): void => {
			if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
			if (done.has(file) || path.includes(file)) return;
			for (const next of graph.get(file) ?? []) if (graph.has(next)) visit(next, [...path, file]);
			done.add(file);
		};
		for (const file of files) visit(file, []);
		expect(cycles).toEqual([]);
	});
});

describe('the terminal', () => {
	it('is written to by ui, commands and cli alone', () => {
		const wrong = files.filter(file => {
			if (['ui', 'commands', 'cli.ts'].includes(folderOf(file))) return false;
			return /\bprocess\.std(out|err)\b|\bconsole\./.test(readFileSync(join(source, file), 'utf8'));
		});
		expect(wrong).toEqual([]);
	});
});

it('leaves know no clock, no timers and no randomness', () => {
	const wrong = files.filter(file => {
		if (!['protocol', 'rfc', 'order', 'text'].includes(folderOf(file))) return false;
		return /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now|\bsetTimeout\(|\bsetInterval\(|\bMath\.random\(/.test(
			readFileSync(join(source, file), 'utf8'),
		);
	});
	expect(wrong).toEqual([]);
});

it('no file of the program has more than 250 lines', () => {
	const lengths = files.map(file => `${readFileSync(join(source, file), 'utf8').split('\n').length - 1} ${file}`);
	expect(lengths.filter(each => Number.parseInt(each, 10) > 250)).toEqual([]);
});

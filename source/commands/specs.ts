/** All commands as data: dispatch, help and README are made from this. */
import type {CommandSpec} from './line/command.ts';
import {missingFile, missingQuery} from './line/flag-values.ts';
import {json, key, manifest, pace, protocol, replace, screen, server} from './shared-flags.ts';

const queryExits = [0, 1, 2, 4, 130] as const;
/** All one-shot commands in one module: they share most of their files, and every file costs time at start. */
const oneShot = (name: 'query' | 'watch' | 'get' | 'mirror' | 'verify' | 'key') => () =>
	import('./one-shots.ts').then(commands => ({run: commands.endingAtOnce(commands[name].run)}));
const query = oneShot('query');

const recordMembers =
	'With --json: rfc, title, host (who holds it), address, port, and, where declared, size, digest and modified.';

export const commandSpecs: readonly CommandSpec[] = [
	{
		name: 'server',
		summary: 'Run the index server, with live tables of who holds what, and every message.',
		flags: [
			{name: 'host', value: 'ADDRESS', default: '::', help: 'address to listen on; :: is all addresses, IPv4 and IPv6'},
			{name: 'port', value: 'PORT', default: '5555', help: 'TCP port; 0 picks a free one'},
			key,
			{name: 'trust-addresses', help: 'believe the address that a peer states for itself'},
			...screen,
		],
		examples: ['p2pci server', 'p2pci server --port 7734 --no-tui'],
		exits: [0, 1, 2],
		load: () => import('./server.ts'),
	},
	{
		name: 'peer',
		summary: 'Join an index server: share a folder, find documents, get them from other peers.',
		notes: [
			'Asks for the name and the upload port if they are not given. Without a terminal, or at an empty answer, these are',
			"this machine's name and the first free port from 6001 on.",
		],
		flags: [
			{name: 'name', value: 'NAME', help: 'name of this peer, without spaces, unique at the index server'},
			{name: 'upload-port', value: 'PORT', help: 'TCP port that other peers fetch from; 0 picks a free one'},
			server,
			{name: 'host', value: 'ADDRESS', default: '::', help: 'address to serve uploads on'},
			{name: 'address', value: 'ADDRESS', help: 'address to announce, where the index server cannot see the right one'},
			{name: 'rfcs', value: 'FOLDER', help: 'folder to share, never written to (default: ./rfcs, if it exists)'},
			{name: 'downloads', value: 'FOLDER', help: 'folder for downloads and added files (default: one for each name)'},
			{name: 'share', default: true, help: 'share nothing at the start, only what is added or downloaded from then on'},
			protocol,
			key,
			{name: 'pace', value: 'RATE', help: 'slow each transfer down to RATE, for instance 60KiB/s, to watch it'},
			{
				name: 'upload-slots',
				value: 'N',
				default: '8',
				help: 'documents sent at a time; further requests are told when to retry',
			},
			{name: 'upload-rate', value: 'RATE', help: 'limit for all uploads together, for instance 1MiB/s (default: none)'},
			...screen,
		],
		examples: [
			'p2pci peer --name bob --upload-port 6002',
			'p2pci peer --server 192.168.1.20:5555 --name carol --upload-port 0 --rfcs ~/rfc',
		],
		exits: [0, 1, 2],
		load: () => import('./peer.ts'),
	},
	{
		name: 'lookup',
		operands: {text: 'N', missing: {question: 'Which RFC?', example: 'lookup 2616'}},
		summary: 'Show who holds RFC N.',
		notes: [recordMembers],
		flags: [server, protocol, key, json],
		examples: ['p2pci lookup 2616', 'p2pci lookup 9110 --server 192.168.1.20:5555 --json'],
		exits: queryExits,
		load: query,
	},
	{
		name: 'list',
		summary: 'List every record of the index: RFC, title, holder, address and port.',
		notes: [recordMembers],
		flags: [server, protocol, key, json],
		examples: ['p2pci list', 'p2pci list --json --server 192.168.1.20:5555'],
		exits: [0, 1, 2, 130],
		load: query,
	},
	{
		name: 'peers',
		summary: 'List the peers that are joined. Needs an index server of P2P-CI/1.1.',
		notes: [
			'With --json: host (the name), address, port, rfcs (how many), version, joined and seen (times), and, where known,',
			'reachable, os and agent.',
		],
		flags: [server, key, json],
		examples: ['p2pci peers', 'p2pci peers --json'],
		exits: [0, 1, 2, 130],
		load: query,
	},
	{
		name: 'search',
		operands: {text: 'WORDS...', missing: missingQuery, many: true},
		summary: 'Find RFCs by number and words of the title, best first.',
		notes: [
			'Every word must occur; prefixes and small typos match, and case does not matter.',
			'With --json: rfc, title and holders (how many).',
		],
		flags: [server, {name: 'limit', value: 'N', default: '20', help: 'show at most N'}, protocol, key, json],
		examples: ['p2pci search "quic transport"', 'p2pci search http semantcs --limit 5 --json'],
		exits: queryExits,
		load: query,
	},
	{
		name: 'watch',
		summary: 'Print every change of the index as it happens, one per line. Needs an index server of P2P-CI/1.1.',
		notes: [
			'+ added, - removed, ~ changed. Reconnects when the connection is lost, and continues where it was.',
			'Ctrl-C or SIGTERM ends it, with exit code 0. With --json: event and generation, and what list or peers prints of',
			'the record or the peer. The events are rfc-added, rfc-changed, rfc-removed, peer-joined, peer-left, heartbeat, and',
			'resync where events were missed.',
		],
		flags: [
			server,
			key,
			{name: 'since', value: 'GENERATION', help: 'start after this one, as events of --json name it (default: now)'},
			{name: 'json', help: 'print each event as a line of JSON, heartbeats too, and nothing else on stdout'},
		],
		examples: ['p2pci watch', 'p2pci watch --json --since k3f9-7'],
		exits: [0, 1, 2],
		load: oneShot('watch'),
	},
	{
		name: 'get',
		operands: {text: 'N...', missing: {question: 'Which RFC?', example: 'get 2616'}, many: true},
		summary: 'Get RFCs from the peers that hold them, each as rfcN.txt. N is a number or a range: 9110-9114.',
		notes: [
			'Existing files are kept: the same bytes are not fetched again, other bytes are not written over them.',
			'If holders have different versions, the one that most addresses hold is taken, and its SHA-256 is checked.',
			'An unfinished large document continues where it stopped. Exit code 4: nobody has some of the numbers.',
			'With --json, what is here now: rfc, file, bytes, from (empty if it was here before), digest if known, and verified,',
			'which is digest, length or none.',
		],
		flags: [
			server,
			{name: 'output', value: 'FOLDER', default: '.', help: 'folder to save in'},
			{
				name: 'digest',
				value: 'SHA-256',
				help: 'accept only this version of the one RFC: 64 hex digits, or sha-256=:base64:',
			},
			manifest,
			replace,
			pace,
			protocol,
			key,
			json,
		],
		examples: [
			'p2pci get 2616 9110-9114 rfc791',
			'p2pci get 9110-9114 --output http --manifest SHA256SUMS --server 192.168.1.20:5555',
		],
		exits: queryExits,
		load: oneShot('get'),
	},
	{
		name: 'mirror',
		summary: 'Get every RFC that the network has and a folder lacks. Can be stopped and started again at any time.',
		notes: [
			'Prints the name of each file that came. What is here with the same SHA-256 is left alone; with another one it is',
			'kept and reported, and the exit code is 1, as for what nobody could send. If holders have different versions, the',
			'one that most addresses hold is taken. --watch runs until Ctrl-C or SIGTERM, and ends with exit code 0 when',
			'everything is here; with --json it prints a line of JSON for each file. Otherwise --json prints folder, got (as get',
			'does), here (how many), and differing and failed (rfc and reason).',
		],
		flags: [
			server,
			{name: 'output', value: 'FOLDER', default: '.', help: 'folder of the mirror, created if it does not exist'},
			{name: 'watch', help: 'keep following the network, and get what is added to it'},
			manifest,
			replace,
			pace,
			protocol,
			key,
			json,
		],
		examples: [
			'p2pci mirror --output rfc-series',
			'p2pci mirror --output rfc-series --watch --server 192.168.1.20:5555',
		],
		exits: [0, 1, 2, 130],
		load: oneShot('mirror'),
	},
	{
		name: 'verify',
		operands: {text: '[FOLDER]'},
		summary: 'Check the rfcN.txt files of a folder against a manifest (as sha256sum writes it). Needs no server.',
		notes: [
			'Prints each file that is wrong, missing, extra (here and not recorded) or unreadable; exit code 1 if any.',
			'--write adds what is new to the manifest, or makes it. Where what was recorded has changed or is gone, it says so',
			'and writes nothing, unless --replace is given. Lines about other files stay.',
			'With --json: folder, manifest, files (how many are here), right (how many match), and findings (rfc, file, problem,',
			'and the reason if unreadable).',
		],
		flags: [
			{name: 'manifest', value: 'FILE', help: 'the manifest (default: SHA256SUMS in the folder)', apart: true},
			{name: 'write', help: 'record the files as they are'},
			{name: 'replace', help: 'with --write: record also what has changed, and forget what is gone', apart: true},
			json,
		],
		examples: ['p2pci verify rfc-series', 'p2pci verify rfc-series --write'],
		exits: [0, 1, 2, 130],
		load: oneShot('verify'),
	},
	{
		name: 'key',
		operands: {text: 'FILE', missing: missingFile},
		summary: 'Make the key of a private network, or tell the name of the one that is there.',
		notes: [
			'Prints the name of the key, p2pci- and 16 hex digits: it is the same with everybody who has the same key.',
			'With --key FILE, server, peers and all other commands encrypt everything (TLS 1.3) and talk only to each other.',
		],
		flags: [],
		examples: ['p2pci key lab.key', 'p2pci key ~/.config/p2pci/lab.key'],
		exits: [0, 1, 2],
		load: oneShot('key'),
	},
	{
		name: 'demo',
		summary: 'Run everything at once: an index server, two peers with sample RFCs, and your own peer on the screen.',
		flags: [
			{name: 'pace', value: 'RATE', default: '24KiB/s', help: 'how fast transfers go; 0 is full speed'},
			...screen,
		],
		examples: ['p2pci demo', 'p2pci demo --pace 100KiB/s'],
		exits: [0, 1, 2],
		load: () => import('./demo.ts'),
	},
	{
		name: 'config',
		summary: 'Print the config file: every option and key, what it is for, and its value.',
		notes: [
			'Every flag of every command, and every key of the screens, can be set in one file. The output is such a file:',
			'p2pci config > FILE creates one. Where one is in use, edit it: a shell empties FILE before p2pci can read its values.',
			'P2PCI_CONFIG names another file than the usual one.',
		],
		flags: [{name: 'path', help: 'print only the path of the file'}],
		examples: ['p2pci config', 'p2pci config --path'],
		exits: [0, 1, 2],
		load: async () => ({run: (await import('./show-config.ts')).configCommand(commandSpecs)}),
	},
];

/** The command of this name. */
export const findCommand = (name: string): CommandSpec | undefined => commandSpecs.find(spec => spec.name === name);

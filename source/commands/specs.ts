/** Every command of the program, as data: dispatch, help and README come from here. */
import type {CommandSpec, FlagSpec} from './command.ts';
import {missingQuery} from './flag-values.ts';

const server: FlagSpec = {name: 'server', value: 'HOST:PORT', default: '127.0.0.1:5555', help: 'the index server'};
const protocol: FlagSpec = {
	name: 'protocol',
	value: '1.0|1.1',
	help: 'speak this version only; both unless given, newest first',
};
const json: FlagSpec = {name: 'json', help: 'print one JSON document on stdout, and nothing else there'};
const tui: FlagSpec = {
	name: 'tui',
	default: true,
	help: 'plain log lines instead of the full screen (also when stdout is no terminal)',
};
/** The flags of every command that has a screen. */
const screen: readonly FlagSpec[] = [
	tui,
	{
		name: 'theme',
		value: 'NAME',
		default: 'auto',
		help: 'auto (by the terminal), dark, light, contrast, or mono for no colours',
	},
	{
		name: 'screen-reader',
		help: 'a conversation in lines instead of the full screen: type a number or word, hear what happens',
	},
	{name: 'bell', help: 'ring the bell when a long transfer ends while you look at another window'},
	{
		name: 'mouse',
		default: true,
		help: 'leave the mouse to the terminal (with it, Shift selects text in most terminals)',
	},
];

const manifest: FlagSpec = {
	name: 'manifest',
	value: 'FILE',
	help: 'take only the versions that this file of sha256sum names',
};
const replace: FlagSpec = {name: 'replace', help: 'take the place of a file that is there with other bytes'};
const pace: FlagSpec = {name: 'pace', value: 'RATE', help: 'slow each transfer down to RATE, for instance 60KiB/s'};

const queryExits = [0, 1, 2, 4, 130] as const;
const query = () => import('./query.ts');

export const commandSpecs: readonly CommandSpec[] = [
	{
		name: 'server',
		summary: 'Run the index server: who holds which RFC, with live tables and every message.',
		flags: [
			{name: 'host', value: 'ADDRESS', default: '::', help: 'address to listen at; :: is all addresses, IPv4 and IPv6'},
			{name: 'port', value: 'PORT', default: '5555', help: 'TCP port; 0 picks a free one'},
			{name: 'trust-addresses', help: 'believe the Address that a peer gives of itself'},
			...screen,
		],
		examples: ['p2pci server', 'p2pci server --port 7734 --no-tui'],
		exits: [0, 1, 2],
		load: () => import('./server.ts'),
	},
	{
		name: 'peer',
		summary: 'Join an index server: share a folder, find documents, get them from other peers.',
		notes: ['Asks for the name and the upload port when they are not given and there is a terminal.'],
		flags: [
			{name: 'name', value: 'NAME', help: 'name of this peer, without spaces, unique at the index server'},
			{name: 'upload-port', value: 'PORT', help: 'TCP port that other peers fetch from; 0 picks a free one'},
			server,
			{name: 'host', value: 'ADDRESS', default: '::', help: 'address to serve uploads at'},
			{name: 'address', value: 'ADDRESS', help: 'address to be reached at, where the index server cannot see it'},
			{name: 'rfcs', value: 'FOLDER', help: 'folder to share, never written to; ./rfcs when it is there'},
			{name: 'downloads', value: 'FOLDER', help: "folder for what is got and added; this name's own unless given"},
			{name: 'share', default: true, help: 'share nothing by itself: everything goes by Add'},
			protocol,
			{name: 'pace', value: 'RATE', help: 'slow each transfer down to RATE, for instance 60KiB/s, to watch it'},
			{
				name: 'upload-slots',
				value: 'N',
				default: '8',
				help: 'documents sent at a time; who comes then is told when to ask again',
			},
			{name: 'upload-rate', value: 'RATE', help: 'most bytes a second for all uploads together; no limit unless given'},
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
		operands: {text: 'N', missing: 'Which RFC? For instance: p2pci lookup 2616'},
		summary: 'Say who holds RFC N.',
		flags: [server, protocol, json],
		examples: ['p2pci lookup 2616', 'p2pci lookup 9110 --server 192.168.1.20:5555 --json'],
		exits: queryExits,
		load: query,
	},
	{
		name: 'list',
		summary: 'List every record of the index: RFC, title, holder, address and port.',
		flags: [server, protocol, json],
		examples: ['p2pci list', 'p2pci list --json --server 192.168.1.20:5555'],
		exits: [0, 1, 2, 130],
		load: query,
	},
	{
		name: 'peers',
		summary: 'List the peers that are joined. Needs an index server of P2P-CI/1.1.',
		flags: [server, json],
		examples: ['p2pci peers', 'p2pci peers --json'],
		exits: [0, 1, 2, 130],
		load: query,
	},
	{
		name: 'search',
		operands: {text: 'WORDS...', missing: missingQuery, many: true},
		summary: 'Find RFCs by number and words of the title, best first.',
		notes: ['Every word must occur; beginnings of words count, small typos too, upper and lower case are alike.'],
		flags: [server, {name: 'limit', value: 'N', default: '20', help: 'show at most so many'}, protocol, json],
		examples: ['p2pci search "quic transport"', 'p2pci search http semantcs --limit 5 --json'],
		exits: queryExits,
		load: query,
	},
	{
		name: 'watch',
		summary: 'Tell every change of the index as it happens, a line each. Needs an index server of P2P-CI/1.1.',
		notes: [
			'+ came, - went, ~ changed. Connects again when the connection is lost, and goes on where it was.',
			'Ctrl-C, or SIGTERM, is how it ends: with exit code 0.',
		],
		flags: [
			server,
			{name: 'since', value: 'GENERATION', help: 'begin after this one, as events of --json name it; now unless given'},
			{name: 'json', help: 'print each event as a line of JSON, heartbeats too, and nothing else on stdout'},
		],
		examples: ['p2pci watch', 'p2pci watch --json --since k3f9-7'],
		exits: [0, 1, 2],
		load: () => import('./watch.ts'),
	},
	{
		name: 'get',
		operands: {text: 'N...', missing: 'Which RFC? For instance: p2pci get 2616', many: true},
		summary: 'Get RFCs from the peers that hold them, each as rfcN.txt. N is a number or a range: 9110-9114.',
		notes: [
			'A file that is there already is kept: the same bytes are not fetched again, other bytes are refused.',
			'Where holders have different versions, the one that most addresses hold is taken, and its SHA-256 is checked.',
			'What was begun is gone on with. Exit code 4 says that nobody has some of the numbers.',
		],
		flags: [
			server,
			{name: 'output', value: 'FOLDER', default: '.', help: 'folder to save in'},
			{
				name: 'digest',
				value: 'SHA-256',
				help: 'take only this version of the one RFC: 64 hex digits, or sha-256=:base64:',
			},
			manifest,
			replace,
			pace,
			protocol,
			json,
		],
		examples: [
			'p2pci get 2616 9110-9114 rfc791',
			'p2pci get 9110-9114 --output http --manifest SHA256SUMS --server 192.168.1.20:5555',
		],
		exits: queryExits,
		load: () => import('./get.ts'),
	},
	{
		name: 'mirror',
		summary: 'Get every RFC that the network has and a folder has not. Can be stopped and started again at any time.',
		notes: [
			'Prints the name of each file that came. What is here with the same SHA-256 is left alone; with another one it is',
			'kept and told, and the exit code is 1, as for what could not be had. Where holders have different versions, the',
			'one that most addresses hold is taken. --watch goes on for ever; Ctrl-C, or SIGTERM, is how it ends: with 0 when',
			'all is here, and with --json each file is a line of JSON.',
		],
		flags: [
			server,
			{name: 'output', value: 'FOLDER', default: '.', help: 'folder of the mirror, made when it is missing'},
			{name: 'watch', help: 'follow the network, and get what comes into it'},
			manifest,
			replace,
			pace,
			protocol,
			json,
		],
		examples: [
			'p2pci mirror --output rfc-series',
			'p2pci mirror --output rfc-series --watch --server 192.168.1.20:5555',
		],
		exits: [0, 1, 2, 130],
		load: () => import('./mirror.ts'),
	},
	{
		name: 'verify',
		operands: {text: '[FOLDER]'},
		summary: 'Check the rfcN.txt files of a folder against a manifest of sha256sum. Needs no server.',
		notes: [
			'A line for each file that is wrong, missing, extra (here and not recorded) or unreadable; exit code 1 if any.',
			'--write adds what is new to the manifest, or makes it. Where what was recorded has changed or is gone, it says so',
			'and writes nothing, unless --replace is given. Lines about other files stay.',
		],
		flags: [
			{name: 'manifest', value: 'FILE', help: 'the manifest; SHA256SUMS in the folder unless given'},
			{name: 'write', help: 'record the files as they are'},
			{name: 'replace', help: 'with --write: record also what has changed, and forget what is gone'},
			json,
		],
		examples: ['p2pci verify rfc-series', 'p2pci verify rfc-series --write'],
		exits: [0, 1, 2, 130],
		load: () => import('./verify.ts'),
	},
	{
		name: 'demo',
		summary: 'Show everything at once: an index server, two peers with sample RFCs, and your own peer on the screen.',
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
		summary: 'Print the config file with every option and key, what they are for, and what is in force.',
		notes: [
			'Each flag of each command, and each key of the screens, can be set in one file. What is printed is such a file:',
			'p2pci config > FILE begins one. P2PCI_CONFIG names another file than the usual one.',
		],
		flags: [{name: 'path', help: 'print only where the file is'}],
		examples: ['p2pci config', 'p2pci config --path'],
		exits: [0, 2],
		load: async () => ({run: (await import('./show-config.ts')).configCommand(commandSpecs)}),
	},
];

export const findCommand = (name: string): CommandSpec | undefined => commandSpecs.find(spec => spec.name === name);

/** What each command refuses before it does anything. How the program tells it is in `e2e/commands.test.ts`. */
import {expect, test} from 'vitest';
import {UsageError} from '../../../source/commands/line/command.ts';
import {parseArguments} from '../../../source/commands/line/parse.ts';
import {findCommand} from '../../../source/commands/specs.ts';

/** The sentence with which a command refuses its arguments. */
async function refusal([name = '', ...argv]: readonly string[]): Promise<string> {
	const spec = findCommand(name);
	if (!spec) throw new Error(`no command ${name}`);
	const {run} = await spec.load();
	try {
		const invocation = parseArguments(spec, argv);
		if (invocation === 'help') throw new Error('help was not asked for');
		await run(name, invocation);
	} catch (error) {
		if (error instanceof UsageError) return error.message;
		throw error;
	}
	throw new Error(`p2pci ${name} ${argv.join(' ')} was taken`);
}

test.each([
	[['lookup', 'x'], '"x" is not an RFC number'],
	[['get', '9114-9110'], 'write the lower number first, 9110-9114'],
	[['get', '1', '2', '--digest', 'a'.repeat(64)], '--digest is for one RFC'],
	[['get', '1', '--digest', 'abc'], '"abc" is not valid for --digest'],
	[['get', '1', '--pace', 'fast'], '"fast" is not valid for --pace'],
	[['list', '--server', 'http://x'], '"http://x" is not valid for --server: it takes HOST, HOST:PORT'],
	[['list', '--server', '::1:26100'], '[IPV6]:PORT'],
	[['search', ' '], 'Search for what?'],
	[['search', 'x', '--limit', '0'], '"0" is not valid for --limit'],
	[['key', ''], 'Which file? For instance: p2pci key lab.key'],
	[['watch', '--since', 'yesterday'], '"yesterday" is not valid for --since'],
	[['peer', `--${'x'.repeat(300)}`], `There is no flag --${'x'.repeat(37)}….`],
	[['lookup', '1', 'x'.repeat(300)], `Unexpected argument "${'x'.repeat(39)}…".`],
	[['verify', '--replace'], '--replace goes with --write'],
	[['server', '--port', '70000'], '"70000" is not valid for --port'],
	[['server', '--port', '-1'], '"-1" is not valid for --port'],
	[
		['peer', '--name', 'al ice', '--upload-port', '0'],
		'a name has no spaces. Choose another, for instance --name al-ice',
	],
	[['peer', '--name', 'bob', '--upload-port', 'x'], '"x" is not valid for --upload-port'],
	[['peer', '--name', 'bob', '--upload-port', '0', '--protocol', '2'], '"2" is not valid for --protocol'],
])('p2pci %j is refused in a sentence', async (args, text) => {
	const sentence = await refusal(args);
	expect(sentence).toContain(text);
	expect(sentence).toMatch(/^\S.{20,}$/);
});

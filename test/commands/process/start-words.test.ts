import {expect, it} from 'vitest';
import {startWords} from '../../../source/commands/process/start-words.ts';

const started = (script: string, {argv0 = 'node', env = {}, cwd = '/home/you/p2pci'} = {}) =>
	startWords({argv: ['/usr/bin/node', script], argv0, env, cwd: () => cwd});

it('tells commands as the program was started', () => {
	expect(started('/usr/local/bin/p2pci')).toBe('p2pci');
	expect(started('/home/you/p2pci/node_modules/.bin/p2pci')).toBe('p2pci');
	expect(started('/usr/lib/node_modules/p2pci/bin/p2pci.js')).toBe('p2pci');
	expect(started('/home/you/.npm/_npx/3f/node_modules/.bin/p2pci', {env: {npm_command: 'exec'}})).toBe('npx p2pci');
	expect(started('/home/you/p2pci/bin/p2pci.js', {env: {npm_command: 'start'}})).toBe('npx p2pci');
	expect(started('/home/you/p2pci/bin/p2pci.js')).toBe('node bin/p2pci.js');
	const argv0 = 'node_modules/node/bin/node';
	expect(started('/home/you/p2pci/bin/p2pci.js', {argv0})).toBe('node_modules/node/bin/node bin/p2pci.js');
	expect(started('/opt/p2pci/bin/p2pci.js')).toBe('node /opt/p2pci/bin/p2pci.js');
	expect(started('/opt/our tools/bin/p2pci.js')).toBe('node "/opt/our tools/bin/p2pci.js"');
});

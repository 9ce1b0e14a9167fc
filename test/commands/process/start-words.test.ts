import {expect, it} from 'vitest';
import {startWords} from '../../../source/commands/process/start-words.ts';

const started = (script: string, env = {}) => startWords({argv: ['/usr/bin/node', script], env});

it('tells commands as they work where the program is', () => {
	expect(started('/usr/local/bin/p2pci')).toBe('p2pci');
	expect(started('/home/you/p2pci/node_modules/.bin/p2pci')).toBe('p2pci');
	expect(started('/usr/lib/node_modules/p2pci/bin/p2pci.js')).toBe('p2pci');
	expect(started('/home/you/.npm/_npx/3f/node_modules/.bin/p2pci', {npm_command: 'exec'})).toBe('npx p2pci');
	expect(started('/home/you/p2pci/bin/p2pci.js', {npm_command: 'start'})).toBe('npx p2pci');
	expect(started('/home/you/p2pci/bin/p2pci.js')).toBe('npx p2pci');
});

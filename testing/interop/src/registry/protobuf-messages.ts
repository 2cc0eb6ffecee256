import { create, createFileRegistry, createMutableRegistry, fromJson, type MutableRegistry } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { customer, customerFiles } from './customers.ts';

const files = createFileRegistry(fromJson(FileDescriptorSetSchema, customerFiles));

/** The types that a serializer of @confluentinc/schemaregistry looks its messages up in. */
export function messageTypes(): MutableRegistry {
  return createMutableRegistry(files);
}

export function customerMessage(): object {
  const [type, addressType] = [files.getMessage('shop.Customer'), files.getMessage('shop.Address')];
  if (type === undefined || addressType === undefined) throw new Error('the messages are not in their files');
  return create(type, { ...customer, home: create(addressType, customer.home) });
}

"""Serializes and deserializes with confluent-kafka: a request of JSON a line on standard input, and so its answer."""

import json
import sys

from confluent_kafka.schema_registry import SchemaRegistryClient, header_schema_id_serializer
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.json_schema import JSONDeserializer, JSONSerializer
from confluent_kafka.schema_registry.protobuf import ProtobufDeserializer, ProtobufSerializer
from confluent_kafka.schema_registry.rules.cel.cel_executor import CelExecutor
from confluent_kafka.schema_registry.rules.cel.cel_field_executor import CelFieldExecutor
from confluent_kafka.schema_registry.rules.encryption.encrypt_executor import EncryptionExecutor, FieldEncryptionExecutor
from confluent_kafka.schema_registry.rules.encryption.localkms.local_driver import LocalKmsDriver
from confluent_kafka.schema_registry.rules.jsonata.jsonata_executor import JsonataExecutor
from confluent_kafka.serialization import MessageField, SerializationContext
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

for each in (CelExecutor, CelFieldExecutor, EncryptionExecutor, FieldEncryptionExecutor, JsonataExecutor, LocalKmsDriver):
    each.register()

url = sys.argv[1]


def message_class(request):
    files = json_format.ParseDict(request["files"], descriptor_pb2.FileDescriptorSet())
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(request["message"]))


def serialize(request, client, context):
    config = {"auto.register.schemas": False, **request.get("config", {})}
    if request.get("inHeader"):
        config["schema.id.serializer"] = header_schema_id_serializer
    rules = {"rule_conf": request.get("rules")}
    value = request["value"]
    if request["type"] == "AVRO":
        serializer = AvroSerializer(client, request.get("schema"), conf=config, **rules)
    elif request["type"] == "JSON":
        serializer = JSONSerializer(request.get("schema"), client, conf=config, **rules)
    else:
        message = message_class(request)
        value = json_format.ParseDict(value, message())
        serializer = ProtobufSerializer(message, client, {**config, "use.deprecated.format": False}, **rules)
    payload = serializer(value, context)
    return {"payload": payload.hex(), "headers": {name: value.hex() for name, value in context.headers}}


def deserialize(request, client, context):
    config = request.get("config", {})
    payload = bytes.fromhex(request["payload"])
    rules = {"rule_conf": request.get("rules")}
    if request["type"] == "AVRO":
        value = AvroDeserializer(client, conf=config, **rules)(payload, context)
    elif request["type"] == "JSON":
        value = JSONDeserializer(None, schema_registry_client=client, conf=config, **rules)(payload, context)
    else:
        config = {**config, "use.deprecated.format": False}
        message = ProtobufDeserializer(message_class(request), config, client, **rules)(payload, context)
        value = json_format.MessageToDict(message)
    return {"value": value}


for line in sys.stdin:
    request = json.loads(line)
    headers = [(name, bytes.fromhex(value)) for name, value in request.get("headers", {}).items()]
    context = SerializationContext(request["topic"], MessageField.VALUE, headers)
    # A client of its own each time: another's cache would answer in the place of the registry.
    client = SchemaRegistryClient({"url": url, "max.retries": 0})
    try:
        answer = (serialize if request["action"] == "serialize" else deserialize)(request, client, context)
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error} {error.__cause__ or ''}"}
    print(json.dumps(answer), flush=True)

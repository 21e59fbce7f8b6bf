"""The shapes of questions and answers, from which the description in OpenAPI is written."""

"""AWS through boto3: sessions, the pace of requests, and what a failure means. Imported only where it is used."""
